package dev.ascent.job;

import dev.ascent.pipeline.AscentJob;
import dev.ascent.pipeline.kafka.JournalTopic;
import dev.ascent.pipeline.kafka.TopicSetup;
import dev.ascent.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What {@code flink run} starts: it makes the topics that are missing, looks at the journal's, and
 * submits the job.
 *
 * <p>It never ends its process, which may be a JobManager's; whatever is wrong is thrown. The id of
 * the run is made here. A job that Flink starts again by itself keeps it, and one that is submitted
 * again, from a savepoint or not, is another run, which takes over from the one before it.
 */
@Command(
    name = "flink run [FLINK'S OPTIONS] ascent-job.jar",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = ClusterJob.Flags.class,
    description = {
      "Run the job on a Flink cluster; makes the topics it needs.",
      "Any value may hold ${env:NAME} or ${file:/path}, which are replaced when it is submitted."
    })
public final class ClusterJob implements Callable<Integer> {
  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Option(
      names = "--options",
      paramLabel = "FILE",
      description = "YAML file of options; a flag wins over what stands there.")
  private Path file;

  @Option(
      names = "--kafka",
      paramLabel = "PROPERTY=VALUE",
      description = {
        "Property of Kafka's clients, such as security.protocol=SASL_SSL; may be given several",
        "times. In the file: " + JobOptions.KAFKA + "PROPERTY."
      })
  private Map<String, String> kafka = new LinkedHashMap<>();

  private ClusterJob() {}

  /** Submits the job. */
  public static void main(String[] arguments) {
    new CommandLine(new ClusterJob())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(ClusterJob::refuse)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              throw failure;
            })
        .execute(arguments);
  }

  private static int refuse(ParameterException failure, String[] arguments) {
    throw new OptionFailure(failure.getMessage() + "; --help lists what there is");
  }

  @Override
  public Integer call() throws Exception {
    GivenOptions options = given();
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    if (!environment.getCheckpointConfig().isCheckpointingEnabled()) {
      environment.enableCheckpointing(CHECKPOINT_EVERY.toMillis());
    }
    JobConfig config =
        JobConfig.of(options, UUID.randomUUID().toString(), environment.getParallelism());
    Topics topics = new Topics(options.get(JobOptions.TOPIC_PREFIX));
    String servers = servers(options);
    Properties client = options.kafka();
    client.put("bootstrap.servers", servers);
    new TopicSetup(client, config.partitions(), config.replication()).createMissing(topics);
    JournalTopic journal = JournalTopic.read(client, topics.journal());
    journal.require(config.partitions(), config.replication());
    journal.warnings().forEach(this::tell);
    new AscentJob(servers, client, topics, config.auditRollouts())
        .addTo(
            environment,
            config.settings().withSnapshotEvery(journal.snapshotEvery()),
            config.models());
    tell("submitting run " + config.settings().run() + ", topics " + topics.prefix() + ".*");
    environment.execute();
    return 0;
  }

  private GivenOptions given() {
    GivenOptions options = new GivenOptions(System.getenv());
    if (file != null) {
      options.file(file);
    }
    JobFlags.collect(spec.commandLine().getParseResult(), JobOptions.ALL, options);
    kafka.forEach(options::kafkaFlag);
    return options;
  }

  private static String servers(GivenOptions options) {
    String servers = options.get(JobOptions.BOOTSTRAP_SERVERS);
    if (servers == null) {
      throw new OptionFailure(
          JobOptions.BOOTSTRAP_SERVERS.key()
              + ": it is not given; expected "
              + JobOptions.BOOTSTRAP_SERVERS.expected());
    }
    return servers;
  }

  private void tell(String line) {
    spec.commandLine().getOut().println("ascent: " + line);
  }

  /** Adds the options that {@code docs/options.md} lists. */
  static final class Flags implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      JobFlags.addTo(command, JobOptions.ALL);
      command.interpolateVariables(false);
      command.version("ascent " + ClusterJob.class.getPackage().getImplementationVersion());
      return command;
    }
  }
}
