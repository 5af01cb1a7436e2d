package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.ModuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes a world's task and examples as the files that people start from. */
public final class WorldFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WorldFiles() {}

  /** As {@link #write(Path, World, int, int, String)}, leaving the model's address open. */
  public static void write(Path directory, World world, int training, int test) throws IOException {
    write(directory, world, training, test, "");
  }

  /**
   * Writes {@code task.yaml}, {@code train.jsonl} and {@code test.jsonl}, replacing older ones.
   *
   * @param directory is made if it is missing
   * @param training number of training examples
   * @param test number of test examples
   * @param baseUrl of the server that plays the model; empty leaves it out of the task
   */
  public static void write(Path directory, World world, int training, int test, String baseUrl)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("task.yaml"), yaml(task(world, baseUrl)));
    writeRows(directory.resolve("train.jsonl"), world.examples(training));
    writeRows(directory.resolve("test.jsonl"), world.testExamples(test));
  }

  private static void writeRows(Path file, List<Map<String, String>> rows) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Map<String, String> row : rows) {
      lines.append(JSON.writeValueAsString(row)).append('\n');
    }
    Files.writeString(file, lines);
  }

  private static String yaml(Map<String, Object> document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(document);
  }

  private static Map<String, Object> task(World world, String baseUrl) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("task", world.task());
    task.put(
        "program", Map.of("modules", world.modules().stream().map(WorldFiles::module).toList()));
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("type", world.metric().type().label());
    metric.put("field", world.metric().field());
    task.put("metric", metric);
    if (!baseUrl.isEmpty()) {
      Map<String, Object> lm = new LinkedHashMap<>();
      lm.put("base-url", baseUrl);
      lm.put("model", SimulatedModelServer.MODEL);
      task.put("lm", lm);
    }
    return task;
  }

  private static Map<String, Object> module(ModuleDefinition definition) {
    Map<String, Object> module = new LinkedHashMap<>();
    module.put("name", definition.name());
    module.put("type", definition.type().label());
    module.put("signature", signature(definition.signature()));
    return module;
  }

  private static Map<String, Object> signature(Signature definition) {
    Map<String, Object> signature = new LinkedHashMap<>();
    signature.put("instructions", definition.instructions());
    signature.put("inputs", definition.inputs().stream().map(WorldFiles::field).toList());
    signature.put("outputs", definition.outputs().stream().map(WorldFiles::field).toList());
    return signature;
  }

  private static Map<String, Object> field(Field field) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", field.name());
    values.put("type", field.type().name().toLowerCase(Locale.ROOT));
    values.put("description", field.description());
    return values;
  }
}
