package dev.ascent.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka broker inside this process: one node that is its own controller, on loopback alone. */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final int START_ATTEMPTS = 5;

  private final KafkaRaftServer server;
  private final Path logs;
  private final int port;
  private final int controllerPort;

  private EmbeddedBroker(KafkaRaftServer server, Path logs, int port, int controllerPort) {
    this.server = server;
    this.logs = logs;
    this.port = port;
    this.controllerPort = controllerPort;
  }

  /**
   * Starts a broker on free ports.
   *
   * @param folder where it keeps its logs; made if it is missing
   */
  public static EmbeddedBroker start(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path logs = folder.resolve("kafka-" + attempt);
      Files.createDirectories(logs);
      format(logs);
      int port;
      int controllerPort;
      // Both are held until both are chosen: one that was given back may be chosen again.
      try (ServerSocket free = freePort();
          ServerSocket another = freePort()) {
        port = free.getLocalPort();
        controllerPort = another.getLocalPort();
      }
      try {
        return startOnce(logs, port, controllerPort);
      } catch (RuntimeException e) {
        if (attempt == START_ATTEMPTS || !isPortTaken(e)) {
          throw new IOException("the embedded Kafka broker did not start: " + e.getMessage(), e);
        }
      }
    }
  }

  /** Another process may have taken a port between the choice and the start. */
  private static boolean isPortTaken(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(BindException.class::isInstance);
  }

  private static EmbeddedBroker startOnce(Path logs, int port, int controllerPort) {
    Properties properties = properties(logs, port, controllerPort);
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    boolean started = false;
    try {
      server.startup();
      started = true;
    } finally {
      if (!started) {
        server.shutdown();
      }
    }
    return new EmbeddedBroker(server, logs, port, controllerPort);
  }

  private static Properties properties(Path logs, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE_ID));
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    properties.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", logs.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("num.partitions", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      properties.put(topic + ".replication.factor", "1");
    }
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
    properties.put("message.max.bytes", String.valueOf(16 << 20));
    properties.put("controlled.shutdown.enable", "false");
    return properties;
  }

  private static void format(Path logs) {
    Formatter formatter = new Formatter();
    formatter
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setIgnoreFormatted(true)
        .addDirectory(logs.toString())
        .setMetadataLogDirectory(logs.toString());
    try {
      formatter.run();
    } catch (Exception e) {
      throw new IllegalStateException("formatting " + logs + " failed", e);
    }
  }

  private static ServerSocket freePort() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The same broker after an outage: closed before, it has its ports and its topics again. */
  public EmbeddedBroker startAgain() {
    return startOnce(logs, port, controllerPort);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
