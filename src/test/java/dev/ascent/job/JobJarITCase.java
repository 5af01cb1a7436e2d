package dev.ascent.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
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

  /** By the JDK, and by Flink's distribution. */
  private static final List<String> PROVIDED =
      List.of("java.", "javax.", "org.apache.flink.", "org.slf4j.");

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

  /**
   * A library that is not among those that the build names would be missing on the cluster alone.
   */
  @Test
  void theJobsJarHoldsAllThatTheJobNeeds() throws IOException {
    try (JarFile jar = new JarFile(jobJar().toFile())) {
      Set<String> held = jar.stream().map(JarEntry::getName).collect(Collectors.toSet());
      Set<String> missing =
          new ClassFileImporter()
              .importPath(Path.of("target", "classes")).stream()
                  .filter(type -> held.contains(file(type)))
                  .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                  .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                  .filter(type -> !type.isPrimitive())
                  .filter(type -> PROVIDED.stream().noneMatch(type.getName()::startsWith))
                  .map(JobJarITCase::file)
                  .filter(file -> !held.contains(file))
                  .collect(Collectors.toCollection(TreeSet::new));

      assertThat(missing).isEmpty();
    }
  }

  private static String file(JavaClass type) {
    return type.getName().replace('.', '/') + ".class";
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
