package dev.ascent.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.wire.Json;
import dev.ascent.wire.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds what people deploy by to the job and to each other. */
class DeploymentFilesTest {
  private static final Path CONFIGURATION = Path.of("flink-conf", "config.yaml");
  private static final Path COMPOSE = Path.of("docker-compose.yml");
  private static final Path KUBERNETES = Path.of("deploy", "kubernetes", "ascent.yaml");

  /** What the operator's own fields say, or its pods need otherwise. */
  private static final List<String> NOT_OF_THE_OPERATOR =
      List.of(
          "parallelism.default",
          "taskmanager.memory.process.size",
          "jobmanager.memory.process.size",
          "metrics.reporter.prom.port");

  @TempDir private Path folder;

  @Test
  void everyLineOfTheConfigurationSaysWhy() throws IOException {
    List<String> lines = Files.readAllLines(CONFIGURATION);
    boolean explained = false;
    for (String line : lines) {
      explained = !line.isBlank() && (explained || line.startsWith("#"));
      assertThat(line.isBlank() || explained).as(line).isTrue();
    }
  }

  @Test
  void kubernetesHasTheLinesOfTheConfiguration() throws IOException {
    Map<String, Object> wanted = new HashMap<>(flat(CONFIGURATION));
    NOT_OF_THE_OPERATOR.forEach(wanted::remove);
    wanted.replaceAll((key, value) -> String.valueOf(value));

    assertThat(map(spec().get("flinkConfiguration"))).containsAllEntriesOf(wanted);
  }

  @Test
  void kubernetesStartsTheJobWithOptionsThatThereAre() throws IOException {
    Map<String, Object> job = map(spec().get("job"));
    Map<String, Object> data = map(documents(KUBERNETES).get(0).get("data"));
    Path options = folder.resolve("job.yaml");
    Files.writeString(options, (String) data.get("job.yaml"));

    assertThat(job).containsEntry("entryClass", ClusterJob.class.getName());
    assertThat(new GivenOptions(Map.of()).file(options).get(JobOptions.LM_PROCESSES)).isEqualTo(2);
  }

  @Test
  void kubernetesFitsTheSchemaOfTheOperator() throws IOException {
    assertThat(new FlinkDeploymentSchema().errorsOf(documents(KUBERNETES).get(1))).isEmpty();
  }

  @Test
  void theSchemaOfTheOperatorKnowsFieldsAndTypes() throws IOException {
    Map<String, Object> wrong = documents(KUBERNETES).get(1);
    map(wrong.get("spec")).put("flinkversion", "v2_3");
    map(map(wrong.get("spec")).get("job")).put("parallelism", "many");

    assertThat(new FlinkDeploymentSchema().errorsOf(wrong))
        .hasSize(2)
        .anyMatch(error -> error.contains("flinkversion"))
        .anyMatch(error -> error.contains("parallelism"));
  }

  @Test
  void composeFitsItsSchema() throws IOException {
    assertThat(Schemas.complaints(composeSchema(), Json.tree(documents(COMPOSE).get(0)))).isEmpty();
  }

  @Test
  void theSchemaOfComposeKnowsFieldsAndTypes() throws IOException {
    Map<String, Object> wrong = documents(COMPOSE).get(0);
    Map<String, Object> kafka = map(map(wrong.get("services")).get("kafka"));
    kafka.put("imag", "apache/kafka");
    kafka.put("volumes", "kafka:/var/lib/kafka/data");

    assertThat(Schemas.complaints(composeSchema(), Json.tree(wrong)))
        .hasSize(2)
        .anyMatch(error -> error.contains("imag"))
        .anyMatch(error -> error.contains("volumes"));
  }

  private static JsonNode composeSchema() throws IOException {
    try (InputStream file =
        DeploymentFilesTest.class.getResourceAsStream("/deploy/compose-spec.json")) {
      ObjectNode schema = (ObjectNode) Json.shared().readTree(file);
      // It names itself and its dialect in ways that the library does not take.
      return schema.without(List.of("$schema", "$id"));
    }
  }

  @Test
  void composeSubmitsTheJobWithFlagsThatThereAre() throws IOException {
    Map<String, Object> services = map(documents(COMPOSE).get(0).get("services"));
    List<String> known = JobOptions.ALL.stream().map(JobOption::flag).toList();
    String command = String.valueOf(map(services.get("submit")).get("command"));
    List<String> used =
        List.of(command.split("\\s+")).stream().filter(word -> word.startsWith("--")).toList();

    assertThat(used).isNotEmpty().isSubsetOf(known);
    assertThat(services.keySet())
        .contains("kafka", "jobmanager", "taskmanager", "prometheus", "grafana");
  }

  /** Kafka, Flink's web page and what draws metrics ask nobody who they are. */
  @Test
  void composeOffersNothingBeyondThisMachine() throws IOException {
    Map<String, Object> services = map(documents(COMPOSE).get(0).get("services"));
    for (Object service : services.values()) {
      if (map(service).get("ports") instanceof List<?> ports) {
        assertThat(ports).allMatch(port -> port.toString().startsWith("127.0.0.1:"));
      }
    }
  }

  private static Map<String, Object> spec() throws IOException {
    return map(documents(KUBERNETES).get(1).get("spec"));
  }

  private static Map<String, Object> flat(Path file) throws IOException {
    return documents(file).get(0);
  }

  private static List<Map<String, Object>> documents(Path file) throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    return StreamSupport.stream(yaml.loadAll(Files.readString(file)).spliterator(), false)
        .map(DeploymentFilesTest::map)
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
