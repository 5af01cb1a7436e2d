package dev.ascent.pipeline;

import dev.ascent.core.decision.Owners;
import dev.ascent.pipeline.kafka.JournalTopic;
import dev.ascent.pipeline.share.RareWords;
import dev.ascent.redaction.RedactionSettings;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * What the stages need to know of the job that they run in.
 *
 * @param run id of this run of the job; a new run shuts out the one before it
 * @param attempts tells the attempts of the run apart, as Flink starts it again after a failure
 * @param clock tells the time of decisions
 * @param asyncCapacity requests that one subtask of an asynchronous stage holds
 * @param parallelism of the stages that spread over subtasks
 * @param callDeadline after which a rollout or a reflection that is under way counts as lost: the
 *     stages' last resort, see {@link #deadline}
 * @param unknownTaskWait how long an example waits for its task to be defined
 * @param duplicateWindow how long a record id is remembered
 * @param feedbackWait how long after the last that was heard of a record id its example and the
 *     feedback on it are kept to meet, and an example waits for its label
 * @param replayLimit training examples kept per task to be learned from again
 * @param holdoutLimit holdout examples kept per stream to test challengers on, the newest
 * @param modelKind what kind of model answers, which every output says
 * @param stopAtMarker whether models are told to stop at the end marker; for local models
 * @param signingKey where the key is found that published programs are signed with
 * @param redaction what is taken out of logged records
 * @param authorShare of a task's latest records that one author may be behind; with 1, neither
 *     authors nor repeated texts are looked at
 * @param snapshotEvery how often all of a task's pool is written to the journal even if nothing
 *     happens to it
 * @param rareWords what records may teach of words that few authors use
 */
public record AscentSettings(
    String run,
    AttemptName attempts,
    JobClock clock,
    int asyncCapacity,
    int parallelism,
    Duration callDeadline,
    Duration unknownTaskWait,
    Duration duplicateWindow,
    Duration feedbackWait,
    int replayLimit,
    int holdoutLimit,
    ModelKind modelKind,
    boolean stopAtMarker,
    SigningKeySource signingKey,
    RedactionSettings redaction,
    double authorShare,
    Duration snapshotEvery,
    RareWords rareWords)
    implements Serializable {

  /** Settings with the defaults of everything else; a local model stops at the end marker. */
  public static AscentSettings of(String run, int parallelism, ModelKind modelKind) {
    return new AscentSettings(
        run,
        AttemptName.ofFlink(),
        JobClock.ofFlink(),
        4096,
        parallelism,
        Duration.ofMinutes(10),
        Duration.ofSeconds(60),
        Duration.ofDays(7),
        Duration.ofDays(3),
        2000,
        4000,
        modelKind,
        modelKind == ModelKind.LOCAL,
        SigningKeySource.NONE,
        RedactionSettings.DEFAULT,
        0.1,
        JournalTopic.RARELY,
        RareWords.DEFAULT);
  }

  /** The same with other names of attempts. */
  public AscentSettings withAttempts(AttemptName other) {
    return with(draft -> draft.attempts = other);
  }

  /** The same with another clock. */
  public AscentSettings withClock(JobClock other) {
    return with(draft -> draft.clock = other);
  }

  /** The same with asynchronous stages of another size. */
  public AscentSettings withAsyncCapacity(int other) {
    return with(draft -> draft.asyncCapacity = other);
  }

  /** The same with other patience for examples of unknown tasks. */
  public AscentSettings withUnknownTaskWait(Duration other) {
    return with(draft -> draft.unknownTaskWait = other);
  }

  /** The same with other patience for feedback and for examples without labels. */
  public AscentSettings withFeedbackWait(Duration other) {
    return with(draft -> draft.feedbackWait = other);
  }

  /** The same with another number of holdout examples kept. */
  public AscentSettings withHoldoutLimit(int other) {
    return with(draft -> draft.holdoutLimit = other);
  }

  /** The same with a key to sign published programs with. */
  public AscentSettings withSigningKey(SigningKeySource other) {
    return with(draft -> draft.signingKey = other);
  }

  /** The same with another redaction. */
  public AscentSettings withRedaction(RedactionSettings other) {
    return with(draft -> draft.redaction = other);
  }

  /** The same with another share of one author. */
  public AscentSettings withAuthorShare(double other) {
    return with(draft -> draft.authorShare = other);
  }

  /** The same with snapshots at other intervals. */
  public AscentSettings withSnapshotEvery(Duration other) {
    return with(draft -> draft.snapshotEvery = other);
  }

  /** The same with other rules for words that few authors use. */
  public AscentSettings withRareWords(RareWords other) {
    return with(draft -> draft.rareWords = other);
  }

  private AscentSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** The name under which this attempt of the run owns tasks, on every subtask the same. */
  public String owner(RuntimeContext context) {
    return Owners.name(run, attempts.of(context));
  }

  /**
   * When a rollout or a reflection has to end that starts at {@code start}: as its model's limits
   * say, and in any case before the stage would count it as lost, which knows nothing of what its
   * calls took.
   *
   * @param own what the limits say
   */
  public Instant deadline(Instant own, Instant start) {
    Instant last = start.plus(callDeadline.multipliedBy(9).dividedBy(10));
    return own.isBefore(last) ? own : last;
  }

  /** How many requests one subtask of the plan stage may have outstanding. */
  public int planCredits() {
    return asyncCapacity / parallelism;
  }

  /** Settings in the making: what is not changed stays. */
  private static final class Draft {
    private String run;
    private AttemptName attempts;
    private JobClock clock;
    private int asyncCapacity;
    private int parallelism;
    private Duration callDeadline;
    private Duration unknownTaskWait;
    private Duration duplicateWindow;
    private Duration feedbackWait;
    private int replayLimit;
    private int holdoutLimit;
    private ModelKind modelKind;
    private boolean stopAtMarker;
    private SigningKeySource signingKey;
    private RedactionSettings redaction;
    private double authorShare;
    private Duration snapshotEvery;
    private RareWords rareWords;

    private Draft(AscentSettings before) {
      run = before.run;
      attempts = before.attempts;
      clock = before.clock;
      asyncCapacity = before.asyncCapacity;
      parallelism = before.parallelism;
      callDeadline = before.callDeadline;
      unknownTaskWait = before.unknownTaskWait;
      duplicateWindow = before.duplicateWindow;
      feedbackWait = before.feedbackWait;
      replayLimit = before.replayLimit;
      holdoutLimit = before.holdoutLimit;
      modelKind = before.modelKind;
      stopAtMarker = before.stopAtMarker;
      signingKey = before.signingKey;
      redaction = before.redaction;
      authorShare = before.authorShare;
      snapshotEvery = before.snapshotEvery;
      rareWords = before.rareWords;
    }

    private AscentSettings done() {
      return new AscentSettings(
          run,
          attempts,
          clock,
          asyncCapacity,
          parallelism,
          callDeadline,
          unknownTaskWait,
          duplicateWindow,
          feedbackWait,
          replayLimit,
          holdoutLimit,
          modelKind,
          stopAtMarker,
          signingKey,
          redaction,
          authorShare,
          snapshotEvery,
          rareWords);
    }
  }
}
