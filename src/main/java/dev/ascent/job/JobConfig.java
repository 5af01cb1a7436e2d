package dev.ascent.job;

import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.lm.client.ProcessShare;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.AttemptName;
import dev.ascent.pipeline.JobClock;
import dev.ascent.pipeline.SigningKeySource;
import dev.ascent.pipeline.kafka.JournalTopic;
import dev.ascent.pipeline.rollout.ModelAccess;
import dev.ascent.pipeline.share.RareWords;
import dev.ascent.redaction.RedactionSettings;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.List;

/**
 * What the options say, as the job takes it; every value was looked at, but not the files and keys
 * that values name: these are where the job runs.
 *
 * @param settings of the stages
 * @param models how they get at models
 * @param partitions of topics that have to be made, and of the journal
 * @param replication likewise
 * @param auditRollouts whether every rollout is written to its topic
 */
public record JobConfig(
    AscentSettings settings,
    ModelAccess models,
    int partitions,
    int replication,
    boolean auditRollouts) {
  private static final String NOTHING = "none";

  /**
   * Reads all options but those that name the Kafka cluster.
   *
   * @param run id of this submission
   * @param parallelism of the job
   * @throws OptionFailure if one of them is wrong
   */
  public static JobConfig of(GivenOptions options, String run, int parallelism) {
    int capacity = options.get(JobOptions.ASYNC_CAPACITY);
    if (capacity < parallelism) {
      throw new OptionFailure(
          options.origin(JobOptions.ASYNC_CAPACITY)
              + ": expected at least the parallelism, which is "
              + parallelism
              + ", found `"
              + capacity
              + "`");
    }
    ModelKind kind = options.get(JobOptions.MODEL_KIND);
    AscentSettings settings =
        new AscentSettings(
            run,
            AttemptName.ofFlink(),
            JobClock.ofFlink(),
            capacity,
            parallelism,
            options.get(JobOptions.CALL_DEADLINE),
            options.get(JobOptions.UNKNOWN_TASK_WAIT),
            options.get(JobOptions.DUPLICATE_WINDOW),
            options.get(JobOptions.FEEDBACK_WAIT),
            options.get(JobOptions.REPLAY_LIMIT),
            options.get(JobOptions.HOLDOUT_LIMIT),
            kind,
            kind == ModelKind.LOCAL,
            signingKey(options.get(JobOptions.SIGNING_KEY)),
            redaction(options),
            options.get(JobOptions.AUTHOR_SHARE),
            JournalTopic.RARELY,
            new RareWords(options.get(JobOptions.SHARED_BY), options.get(JobOptions.RARE_WORDS)));
    ProcessShare share =
        new ProcessShare(
            options.get(JobOptions.LM_PROCESSES), options.get(JobOptions.MAX_REQUESTS_PER_HOST));
    AllowedHosts hosts = new AllowedHosts(options.get(JobOptions.ALLOWED_HOSTS));
    return new JobConfig(
        settings,
        ModelAccess.ofProcess(hosts, share),
        options.get(JobOptions.PARTITIONS),
        options.get(JobOptions.REPLICATION),
        options.get(JobOptions.AUDIT_ROLLOUTS));
  }

  private static SigningKeySource signingKey(String source) {
    return source == null ? SigningKeySource.NONE : SigningKeySource.of(source);
  }

  private static RedactionSettings redaction(GivenOptions options) {
    List<String> kinds = options.get(JobOptions.REDACT);
    return new RedactionSettings(
        kinds.equals(List.of(NOTHING)) ? List.of() : kinds,
        options.get(JobOptions.REDACT_NAMES),
        options.get(JobOptions.REDACT_PHONES_OF),
        options.get(JobOptions.REDACT_PATTERNS),
        options.get(JobOptions.PSEUDONYM_KEY));
  }
}
