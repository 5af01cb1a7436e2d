package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a task's modules and checks that they fit each other. */
final class ProgramReader {
  /** Marks the end of an answer in the prompt format. */
  private static final String END_MARKER = "completed";

  /** Where DSPy keeps what is no predictor. */
  private static final String DSPY_METADATA = "metadata";

  private final Set<String> moduleNames = new HashSet<>();
  private final Map<String, String> writers = new HashMap<>();

  private final List<String> profiles;

  private ProgramReader(List<String> profiles) {
    this.profiles = profiles;
  }

  /**
   * The modules.
   *
   * @param profiles the names that a module's {@code lm} may have
   */
  static List<ModuleDefinition> read(Section program, List<String> profiles) {
    ProgramReader reader = new ProgramReader(profiles);
    List<Section> sections = program.requiredSections("modules");
    Map<String, String> laterWriters = writersByOutput(sections);
    List<ModuleDefinition> modules = new ArrayList<>();
    for (Section section : sections) {
      modules.add(reader.module(section, laterWriters));
    }
    return modules;
  }

  /** Which module writes a field, wherever it stands. */
  private static Map<String, String> writersByOutput(List<Section> modules) {
    Map<String, String> writers = new HashMap<>();
    for (Section module : modules) {
      for (String output : module.outputNames()) {
        writers.putIfAbsent(output, module.text("name", ""));
      }
    }
    return writers;
  }

  private ModuleDefinition module(Section section, Map<String, String> anyWriter) {
    String name = section.required("name", "", JsonNode::textValue);
    if (!name.isEmpty() && !moduleNames.add(name)) {
      section.wrong("name", "a name that no other module has");
    }
    if (name.equals(DSPY_METADATA)) {
      section.wrong("name", "another name, as DSPy keeps other things under this one");
    }
    ModuleType type =
        section.optional(
            "type",
            ModuleType.PREDICT,
            label -> Labels.moduleType(label.textValue()).orElseThrow());
    Signature signature =
        section
            .requiredSection("signature")
            .map(inner -> signature(inner, name, type, anyWriter))
            .orElseGet(() -> new Signature("", List.of(), List.of()));
    return new ModuleDefinition(
        name, type, signature, ProfilesReader.reference(section, "lm", "", profiles));
  }

  private Signature signature(
      Section section, String module, ModuleType type, Map<String, String> anyWriter) {
    Set<String> here = new HashSet<>();
    List<Field> inputs = new ArrayList<>();
    for (Section input : section.requiredSections("inputs")) {
      Field field = field(input, here);
      inputs.add(field);
      checkIsKnown(input, field.name(), anyWriter);
    }
    List<Field> outputs = new ArrayList<>();
    for (Section output : section.requiredSections("outputs")) {
      Field field = field(output, here);
      outputs.add(field);
      checkIsNew(output, field.name(), module);
      if (type == ModuleType.CHAIN_OF_THOUGHT && field.name().equals(Predictor.REASONING.name())) {
        output.wrong("name", "another name, as `ChainOfThought` adds this output itself");
      }
    }
    String instructions = section.text("instructions", "");
    return new Signature(
        instructions.isBlank() ? defaultInstructions(inputs, outputs) : instructions.strip(),
        List.copyOf(inputs),
        List.copyOf(outputs));
  }

  private void checkIsKnown(Section input, String name, Map<String, String> anyWriter) {
    if (name.isEmpty() || writers.containsKey(name)) {
      return;
    }
    String writer = anyWriter.get(name);
    if (writer != null) {
      input.wrong(
          "name",
          "a field of the examples or of an earlier module, not of this or a later one (`"
              + writer
              + "`)");
    }
  }

  private void checkIsNew(Section output, String name, String module) {
    if (!name.isEmpty() && writers.putIfAbsent(name, module) != null) {
      output.wrong("name", "a name that no other output has");
    }
  }

  private static Field field(Section section, Set<String> here) {
    String name = section.required("name", "", JsonNode::textValue);
    if (!name.isEmpty() && !here.add(name)) {
      section.wrong("name", "a name that no other field of the signature has");
    }
    if (name.equals(END_MARKER)) {
      section.wrong("name", "another name, as this one marks the end of an answer");
    }
    List<String> choices = section.optional("choices", List.of(), ProgramReader::texts);
    FieldType fallback = section.has("choices") ? FieldType.ENUM : FieldType.STRING;
    FieldType type =
        section.optional(
            "type", fallback, label -> Labels.fieldType(label.textValue()).orElseThrow());
    if (type == FieldType.ENUM && !section.has("choices")) {
      section.wrong("choices", "a list of the values that the enum `" + name + "` takes");
    }
    if (type != FieldType.ENUM && section.has("choices")) {
      section.wrong("type", "`enum`, as there are `choices`");
    }
    if (section.has("schema") && type != FieldType.LIST && type != FieldType.OBJECT) {
      section.wrong("type", "`list` or `object`, as there is a `schema`");
    }
    return new Field(name, type, section.text("description", "").strip(), choices, schema(section));
  }

  private static String schema(Section section) {
    JsonNode value = section.optional("schema", null, node -> node);
    if (value == null || value.isObject()) {
      return value == null ? "" : value.toString();
    }
    if (Json.parse(value.textValue()) instanceof Decoded.Value<JsonNode> json
        && json.value().isObject()) {
      return json.value().toString();
    }
    section.wrong("schema", "a JSON object");
    return "";
  }

  /** DSPy's wording for a signature without instructions. */
  private static String defaultInstructions(List<Field> inputs, List<Field> outputs) {
    return "Given the fields %s, produce the fields %s.".formatted(names(inputs), names(outputs));
  }

  private static String names(List<Field> fields) {
    return fields.stream().map(field -> "`" + field.name() + "`").collect(Collectors.joining(", "));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }
}
