package dev.ascent.cli;

import dev.ascent.pipeline.kafka.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that name a Kafka cluster, for all commands that talk to one. */
final class KafkaOptions {
  static final String SERVERS_VARIABLE = "ASCENT_BOOTSTRAP_SERVERS";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      description = "Kafka brokers (default: the environment variable " + SERVERS_VARIABLE + ").")
  private String bootstrapServers;

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      defaultValue = "ascent",
      description = "What the topics' names begin with (default: ${DEFAULT-VALUE}).")
  private String prefix;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties of Kafka's clients, such as those for security.")
  private Path configFile;

  /** Work that needs a cluster. */
  @FunctionalInterface
  interface ClusterWork<T> {
    T on(KafkaCluster cluster) throws Exception;
  }

  /**
   * Does the work.
   *
   * @throws CommandFailure if the cluster cannot be reached
   */
  <T> T with(ClusterWork<T> work) throws Exception {
    KafkaCluster cluster =
        new KafkaCluster(
            client(), new Topics(prefix), line -> command.commandLine().getErr().println(line));
    try {
      return work.on(cluster);
    } catch (Exception e) {
      throw cluster.explained(e);
    }
  }

  private Properties client() throws IOException {
    Properties client = new Properties();
    if (configFile != null) {
      InputFiles.require("--kafka-config", configFile, "a file of properties");
      try (Reader reader = Files.newBufferedReader(configFile)) {
        client.load(reader);
      }
    }
    String servers = bootstrapServers == null ? System.getenv(SERVERS_VARIABLE) : bootstrapServers;
    if (servers != null && !servers.isBlank()) {
      client.put(KafkaCluster.SERVERS, servers);
    }
    if (!client.containsKey(KafkaCluster.SERVERS)) {
      throw CommandFailure.usage(
          "no Kafka broker is named; use --bootstrap-servers or set " + SERVERS_VARIABLE);
    }
    return client;
  }
}
