package dev.ascent.cli;

import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.pipeline.kafka.UnfitTopicException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A Kafka cluster with Ascent's topics, as commands see it. */
final class KafkaCluster {
  static final String SERVERS = "bootstrap.servers";

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Properties client;
  private final Properties impatient;
  private final Topics topics;
  private final Consumer<String> messages;

  /**
   * Names a cluster; nothing is opened yet.
   *
   * @param client properties of Kafka's clients, the brokers among them
   * @param messages receives lines for people
   */
  KafkaCluster(Properties client, Topics topics, Consumer<String> messages) {
    this.client = client;
    this.impatient = impatient(client);
    this.topics = topics;
    this.messages = messages;
  }

  /** For commands that people wait for: Kafka itself would try for minutes. */
  private static Properties impatient(Properties client) {
    Properties impatient = new Properties();
    String millis = String.valueOf(PATIENCE.toMillis());
    impatient.put("default.api.timeout.ms", millis);
    impatient.put("request.timeout.ms", millis);
    impatient.put("max.block.ms", millis);
    // Has to exceed one request's time.
    impatient.put("delivery.timeout.ms", String.valueOf(2 * PATIENCE.toMillis()));
    impatient.putAll(client);
    return impatient;
  }

  /** Properties of all clients as people gave them. */
  Properties client() {
    return client;
  }

  Topics topics() {
    return topics;
  }

  /** Tells people a line. */
  void tell(String line) {
    messages.accept(line);
  }

  /** Opens a reader of a topic, which has to exist. */
  TopicReader reader(String topic) throws Exception {
    awaitTopic(topic);
    return new TopicReader(impatient, topic);
  }

  /** Opens a writer to a topic, which has to exist. */
  TopicWriter writerTo(String topic) throws Exception {
    awaitTopic(topic);
    return new TopicWriter(impatient);
  }

  /** Waits a little for the topic, as a job that is starting makes it. */
  private void awaitTopic(String topic) throws Exception {
    try (Admin admin = Admin.create(impatient)) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      boolean told = false;
      while (!exists(admin, topic)) {
        if (System.nanoTime() > deadline) {
          throw CommandFailure.usage(
              "there is no topic "
                  + topic
                  + " at "
                  + servers()
                  + "; `ascent run` makes the topics");
        }
        if (!told) {
          messages.accept("waiting for the topic " + topic + ", which `ascent run` makes");
          told = true;
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    }
  }

  private static boolean exists(Admin admin, String topic) throws Exception {
    try {
      admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /** What to throw for a failure: one that says it in people's words, where it is Kafka's. */
  Exception explained(Exception failure) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    if (cause instanceof InterruptException) {
      return new InterruptedException();
    }
    if (cause instanceof KafkaException && cause.getCause() instanceof ConfigException wrong) {
      return new CommandFailure(ExitCode.USAGE, "Kafka's client: " + wrong.getMessage(), failure);
    }
    if (cause instanceof UnfitTopicException unfit) {
      return new CommandFailure(ExitCode.USAGE, unfit.getMessage(), failure);
    }
    if (cause instanceof TimeoutException
        || cause instanceof java.util.concurrent.TimeoutException) {
      return unreachable("no answer in time from Kafka at " + servers(), failure);
    }
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return unreachable(
          "Kafka at " + servers() + " refused: " + cause.getMessage() + "; see --kafka-config",
          failure);
    }
    return cause instanceof KafkaException
        ? unreachable("Kafka at " + servers() + ": " + cause.getMessage(), failure)
        : failure;
  }

  private static CommandFailure unreachable(String message, Exception cause) {
    return new CommandFailure(ExitCode.UNREACHABLE, message, cause);
  }

  private String servers() {
    return client.getProperty(SERVERS);
  }
}
