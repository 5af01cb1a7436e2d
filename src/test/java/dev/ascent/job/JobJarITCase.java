package dev.ascent.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the job's jar, which is packaged before this runs, to what may be in it. */
class JobJarITCase {
  private static final long MOST_BYTES = 40L << 20;

  /** What the cluster brings, what runs beside it, and what has no business there. */
  private static final List<String> FORBIDDEN =
      List.of(
          "org/apache/flink/api/",
          "org/apache/flink/runtime/",
          "org/apache/flink/streaming/api/",
          "org/apache/flink/connector/base/",
          "kafka/server/",
          "scala/",
          "org/apache/kafka/storage/",
          "org/apache/kafka/coordinator/",
          "org/apache/kafka/metadata/",
          "org/apache/kafka/raft/",
          "io/vertx/",
          "io/netty/",
          "de/kherud/",
          "org/slf4j/",
          "org/apache/logging/",
          "ch/qos/logback/",
          "log4j2.xml",
          "dev/ascent/cli/",
          "dev/ascent/embedded/");

  @Test
  void theJobsJarHoldsTheJobAndNothingOfItsSurroundings() throws IOException {
    try (JarFile jar = new JarFile(jobJar().toFile())) {
      List<String> entries = jar.stream().map(JarEntry::getName).toList();

      assertThat(Files.size(jobJar())).isLessThan(MOST_BYTES);
      assertThat(entries)
          .contains(
              "dev/ascent/job/ClusterJob.class",
              "dev/ascent/pipeline/AscentPipeline.class",
              "org/apache/flink/connector/kafka/source/KafkaSource.class",
              "org/apache/kafka/clients/consumer/KafkaConsumer.class",
              "META-INF/services/com.fasterxml.jackson.core.JsonFactory")
          .noneMatch(entry -> FORBIDDEN.stream().anyMatch(entry::startsWith));
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(ClusterJob.class.getName());
    }
  }

  private static Path jobJar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-job.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("`mvn package` made no job jar"));
    }
  }
}
