package dev.ascent.job;

import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.pipeline.share.RareWords.Taught;
import dev.ascent.redaction.Kind;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ConfigOptions.OptionBuilder;

/** What can be set for a job. {@code docs/options.md} is written from it. */
public final class JobOptions {
  /** Begins the keys that go on to Kafka's clients without it. */
  public static final String KAFKA = JobOption.NAMESPACE + "kafka.";

  private static final AscentSettings DEFAULTS = AscentSettings.of("", 1, ModelKind.REMOTE);

  public static final JobOption<String> BOOTSTRAP_SERVERS =
      new JobOption<>(
          key("bootstrap-servers")
              .stringType()
              .noDefaultValue()
              .withDescription("Kafka brokers, as HOST:PORT with commas between. Required."),
          "HOST:PORT,...",
          "brokers as HOST:PORT with commas between",
          servers -> servers.matches("[^\\s,:]+:\\d+(\\s*,\\s*[^\\s,:]+:\\d+)*"));

  public static final JobOption<String> TOPIC_PREFIX =
      new JobOption<>(
          key("topic-prefix")
              .stringType()
              .defaultValue(Topics.DEFAULT.prefix())
              .withDescription(
                  "What the topics' names begin with; also the consumer group's name. Two jobs on"
                      + " one Kafka cluster have different ones."),
          "NAME",
          "letters, digits, dots, hyphens and underscores",
          prefix -> prefix.matches("[A-Za-z0-9._-]{1,200}"));

  public static final JobOption<Integer> PARTITIONS =
      atLeast(
          1,
          key("partitions")
              .intType()
              .defaultValue(4)
              .withDescription(
                  "Partitions of topics that have to be made. The journal has to have as many: all"
                      + " entries of a task stand in one partition, so that the number must not"
                      + " change after the first of them."));

  public static final JobOption<Integer> REPLICATION = replication(3);

  public static final JobOption<List<String>> ALLOWED_HOSTS =
      new JobOption<>(
          key("allowed-hosts")
              .stringType()
              .asList()
              .defaultValues()
              .withDescription(
                  "Hosts that tasks may name for their models, such as api.openai.com or"
                      + " *.example.com; loopback is always allowed, and nothing else by default."),
          "HOST,...",
          "host names with commas between",
          hosts -> hosts.stream().noneMatch(host -> host.matches(".*[\\s/:].*")));

  public static final JobOption<Integer> LM_PROCESSES =
      atLeast(
          1,
          key("lm-processes")
              .intType()
              .defaultValue(1)
              .withDescription(
                  "Processes that call the models of the same tasks, which are the TaskManagers on"
                      + " a cluster; each takes an even part of what a profile allows in flight and"
                      + " a minute."));

  public static final JobOption<Integer> MAX_REQUESTS_PER_HOST =
      atLeast(
          1,
          key("max-requests-per-host")
              .intType()
              .defaultValue(Integer.MAX_VALUE)
              .withDescription(
                  "Calls to one host and port that a process has open at once, over all tasks. By"
                      + " default what the tasks' profiles allow."));

  public static final JobOption<Integer> ASYNC_CAPACITY =
      atLeast(
          1,
          key("async-capacity")
              .intType()
              .defaultValue(DEFAULTS.asyncCapacity())
              .withDescription(
                  "Requests that one subtask of an asynchronous stage holds; at least the job's"
                      + " parallelism. The plan stage never has more outstanding."));

  public static final JobOption<Duration> CALL_DEADLINE =
      positive(
          key("call-deadline")
              .durationType()
              .defaultValue(DEFAULTS.callDeadline())
              .withDescription(
                  "After which a rollout or a reflection that is under way counts as lost, whatever"
                      + " its model's limits say."));

  public static final JobOption<Duration> UNKNOWN_TASK_WAIT =
      positive(
          key("unknown-task-wait")
              .durationType()
              .defaultValue(DEFAULTS.unknownTaskWait())
              .withDescription("How long an example waits for its task to be defined."));

  public static final JobOption<Duration> DUPLICATE_WINDOW =
      positive(
          key("duplicate-window")
              .durationType()
              .defaultValue(DEFAULTS.duplicateWindow())
              .withDescription(
                  "How long a record's id is remembered; a second record with it goes to the dead"
                      + " letters."));

  public static final JobOption<Duration> FEEDBACK_WAIT =
      positive(
          key("feedback-wait")
              .durationType()
              .defaultValue(DEFAULTS.feedbackWait())
              .withDescription(
                  "How long after the last that was heard of a record's id its example and the"
                      + " feedback on it are kept to meet, and an example waits for its label."));

  public static final JobOption<Integer> REPLAY_LIMIT =
      atLeast(
          1,
          key("replay-limit")
              .intType()
              .defaultValue(DEFAULTS.replayLimit())
              .withDescription("Training examples kept of each task, to be learned from again."));

  public static final JobOption<Integer> HOLDOUT_LIMIT =
      atLeast(
          1,
          key("holdout-limit")
              .intType()
              .defaultValue(DEFAULTS.holdoutLimit())
              .withDescription(
                  "Holdout examples kept of each stream to test challengers on, the newest."));

  public static final JobOption<Boolean> AUDIT_ROLLOUTS =
      new JobOption<>(
          key("audit-rollouts")
              .booleanType()
              .defaultValue(false)
              .withDescription("Write every rollout, with its trajectory, to the rollouts topic."),
          "",
          "true or false",
          any -> true);

  public static final JobOption<ModelKind> MODEL_KIND =
      new JobOption<>(
          key("model-kind")
              .enumType(ModelKind.class)
              .defaultValue(ModelKind.REMOTE)
              .withDescription(
                  "What published programs say of the model: remote, local or simulated. A local"
                      + " one is told to stop at the end marker."),
          "KIND",
          "remote, local or simulated",
          any -> true);

  public static final JobOption<String> SIGNING_KEY =
      new JobOption<>(
          key("signing-key")
              .stringType()
              .noDefaultValue()
              .withDescription(
                  "Sign published programs with a private key: the path of a PEM file, or env: and the"
                      + " environment variable that holds its text, where the job runs. `ascent keys"
                      + " generate` makes one."),
          "KEY",
          "a file, or env: and an environment variable",
          source -> !source.isBlank());

  public static final JobOption<List<String>> REDACT =
      new JobOption<>(
          key("redact")
              .stringType()
              .asList()
              .defaultValues(Kind.ALL.toArray(String[]::new))
              .withDescription(
                  "Kinds of personal data and secrets that are taken out of logged records before"
                      + " anything keeps them, those of your own patterns among them; or none."),
          "KIND,...",
          "kinds with commas between",
          kinds -> kinds.stream().noneMatch(String::isBlank));

  public static final JobOption<String> REDACT_NAMES =
      file("redact-names", "A file of names to take out, one a line, on every machine of the job.");

  public static final JobOption<List<String>> REDACT_PHONES_OF =
      new JobOption<>(
          key("redact-phones-of")
              .stringType()
              .asList()
              .defaultValues()
              .withDescription(
                  "Regions, such as DE or US, whose phone numbers are found as they are written"
                      + " there. Without one, those that begin with + or 00, are grouped as phone"
                      + " numbers are, or follow a word such as phone."),
          "REGION,...",
          "two capitals each, with commas between",
          regions -> regions.stream().allMatch(region -> region.matches("[A-Z]{2}")));

  public static final JobOption<String> REDACT_PATTERNS =
      file(
          "redact-patterns",
          "A file of KIND=REGEX lines on every machine of the job, any number of them for a kind; name"
              + " the kinds in redact, too.");

  public static final JobOption<String> PSEUDONYM_KEY =
      new JobOption<>(
          key("pseudonym-key")
              .stringType()
              .defaultValue("")
              .withDescription(
                  "Where the secret is that makes pseudonyms of authors: env:VARIABLE or file:PATH,"
                      + " on every machine of the job. Without it whoever can guess an author can"
                      + " make sure of the guess."),
          "KEY",
          "env: and a variable, or file: and a path",
          source -> source.matches("(?:env|file):.+"));

  public static final JobOption<Double> AUTHOR_SHARE =
      new JobOption<>(
          key("author-share")
              .doubleType()
              .defaultValue(DEFAULTS.authorShare())
              .withDescription(
                  "Of a task's latest 1,000 examples, and of the feedback on them, the share that"
                      + " one author may be behind, or more where there are few authors; what"
                      + " exceeds it goes to the dead letters, and so do examples that nearly repeat"
                      + " a fiftieth of the latest. With 1 all may come."),
          "SHARE",
          "a number above 0, and at most 1",
          share -> share > 0 && share <= 1);

  public static final JobOption<Taught> RARE_WORDS =
      new JobOption<>(
          key("rare-words")
              .enumType(Taught.class)
              .defaultValue(DEFAULTS.rareWords().taught())
              .withDescription(
                  "Which records may have rules or demos made of their rare words, see shared-by:"
                      + " usual for those that have no more of them than half of their task's latest"
                      + " 25, nor a greater share, but for its first 25; never; always. A task that"
                      + " trusts its logs is held to never alone. Take never where many strangers"
                      + " write: texts of many rare words are then not shown."),
          "WHICH",
          "usual, never or always",
          any -> true);

  public static final JobOption<Integer> SHARED_BY =
      new JobOption<>(
          key("shared-by")
              .intType()
              .defaultValue(DEFAULTS.rareWords().sharedBy())
              .withDescription(
                  "A word is rare until so many authors have used it in a task's records, or, unless"
                      + " rare-words is never, a third of the authors of the latest 1,000. Records"
                      + " without an author count one each. Numbers are not looked at. With 0 no"
                      + " word is rare."),
          "N",
          "a whole number from 0 to 100",
          authors -> authors >= 0 && authors <= 100);

  /** All of them, in the order in which people read them. */
  public static final List<JobOption<?>> ALL =
      List.of(
          BOOTSTRAP_SERVERS,
          TOPIC_PREFIX,
          PARTITIONS,
          REPLICATION,
          ALLOWED_HOSTS,
          LM_PROCESSES,
          MAX_REQUESTS_PER_HOST,
          ASYNC_CAPACITY,
          CALL_DEADLINE,
          UNKNOWN_TASK_WAIT,
          DUPLICATE_WINDOW,
          FEEDBACK_WAIT,
          REPLAY_LIMIT,
          HOLDOUT_LIMIT,
          AUDIT_ROLLOUTS,
          MODEL_KIND,
          SIGNING_KEY,
          REDACT,
          REDACT_NAMES,
          REDACT_PHONES_OF,
          REDACT_PATTERNS,
          PSEUDONYM_KEY,
          AUTHOR_SHARE,
          RARE_WORDS,
          SHARED_BY);

  private JobOptions() {}

  /** The option with another default, for trying things on one broker. */
  public static JobOption<Integer> replication(int byDefault) {
    return new JobOption<>(
        key("replication")
            .intType()
            .defaultValue(byDefault)
            .withDescription(
                "Replicas of topics that have to be made; from 3 on, two of them have to confirm"
                    + " each record. The journal has to have as many. 1 where there is one"
                    + " broker, which then must not be lost."),
        "N",
        "a whole number from 1 to 32767",
        replicas -> replicas >= 1 && replicas <= Short.MAX_VALUE);
  }

  private static OptionBuilder key(String name) {
    return ConfigOptions.key(JobOption.NAMESPACE + name);
  }

  private static JobOption<String> file(String name, String description) {
    return new JobOption<>(
        key(name).stringType().defaultValue("").withDescription(description),
        "FILE",
        "a file",
        path -> !path.isBlank());
  }

  private static JobOption<Integer> atLeast(int least, ConfigOption<Integer> option) {
    return new JobOption<>(
        option, "N", "a whole number of at least " + least, value -> value >= least);
  }

  private static JobOption<Duration> positive(ConfigOption<Duration> option) {
    return new JobOption<>(
        option,
        "TIME",
        "a time above 0 with its unit, such as 90 s, 10 min or 7 d",
        time -> time.toMillis() > 0);
  }
}
