package dev.ascent.wire.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.Labels;
import dev.ascent.wire.LoggedValues;
import dev.ascent.wire.OrNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One predictor of a {@link ProgramRecord}.
 *
 * @param name unique within the program
 * @param type label of a {@link ModuleType}; {@code ChainOfThought} writes {@code reasoning} before
 *     the signature's outputs
 * @param instructions with the rules, as the prompt shows them
 * @param baseInstructions as people wrote them
 * @param rules that were learned, oldest first
 * @param signature its fields in prompt order
 * @param demos that the prompt shows, oldest first
 * @param messages the prompt, ready to send once its placeholders are filled
 */
public record PredictorRecord(
    String name,
    String type,
    String instructions,
    String baseInstructions,
    List<RuleRecord> rules,
    SignatureRecord signature,
    List<DemoRecord> demos,
    List<ProgramRecord.Message> messages) {

  /** A rule with the ids of the examples that it was drawn from. */
  public record RuleRecord(String text, List<String> sources) {}

  /** The fields that a predictor reads and writes. */
  public record SignatureRecord(List<FieldRecord> inputs, List<FieldRecord> outputs) {}

  /** A field with the keys of a task file. */
  public record FieldRecord(
      String name,
      String type,
      String description,
      @OrNull List<String> choices,
      @OrNull ObjectNode schema) {}

  /** A demo with its values as JSON of the fields' types, and the ids of its source examples. */
  public record DemoRecord(ObjectNode inputs, ObjectNode outputs, List<String> sources) {}

  static PredictorRecord of(Predictor predictor, List<ProgramRecord.Message> messages) {
    return new PredictorRecord(
        predictor.name(),
        predictor.type().label(),
        predictor.instructions(),
        predictor.signature().instructions(),
        predictor.rules().stream()
            .map(rule -> new RuleRecord(rule.text(), rule.sources()))
            .toList(),
        new SignatureRecord(
            fields(predictor.signature().inputs()), fields(predictor.signature().outputs())),
        predictor.demos().stream().map(demo -> demo(predictor.promptSignature(), demo)).toList(),
        List.copyOf(messages));
  }

  /** Inputs whose values are the placeholders {@code {{field}}}. */
  public static Map<String, String> placeholders(Predictor predictor) {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (Field field : predictor.signature().inputs()) {
      inputs.put(field.name(), "{{" + field.name() + "}}");
    }
    return inputs;
  }

  static Decoded<List<Predictor>> predictors(List<PredictorRecord> records) {
    List<Predictor> predictors = new ArrayList<>();
    for (PredictorRecord record : records) {
      String path = "predictors[" + predictors.size() + "].";
      Optional<ModuleType> type = Labels.moduleType(record.type());
      if (type.isEmpty()) {
        return new Decoded.Malformed<>(path + "type", "unknown type " + record.type());
      }
      Optional<FieldRecord> unknown = record.fieldOfUnknownType();
      if (unknown.isPresent()) {
        return new Decoded.Malformed<>(
            path + "signature",
            "unknown type " + unknown.get().type() + " of the field " + unknown.get().name());
      }
      predictors.add(record.predictor(type.get()));
    }
    return new Decoded.Value<>(List.copyOf(predictors));
  }

  private Predictor predictor(ModuleType module) {
    Signature written =
        new Signature(baseInstructions, read(signature.inputs()), read(signature.outputs()));
    return new Predictor(
        name,
        module,
        written,
        rules.stream().map(rule -> new Rule(rule.text(), rule.sources())).toList(),
        demos.stream()
            .map(demo -> new Demo(texts(demo.inputs()), texts(demo.outputs()), demo.sources()))
            .toList());
  }

  private Optional<FieldRecord> fieldOfUnknownType() {
    return Stream.concat(signature.inputs().stream(), signature.outputs().stream())
        .filter(field -> Labels.fieldType(field.type()).isEmpty())
        .findFirst();
  }

  private static List<FieldRecord> fields(List<Field> fields) {
    return fields.stream()
        .map(
            field ->
                new FieldRecord(
                    field.name(),
                    field.type().label(),
                    field.description(),
                    field.choices().isEmpty() ? null : field.choices(),
                    schema(field.schema())))
        .toList();
  }

  private static List<Field> read(List<FieldRecord> records) {
    return records.stream()
        .map(
            record ->
                new Field(
                    record.name(),
                    Labels.fieldType(record.type()).orElseThrow(),
                    record.description(),
                    record.choices() == null ? List.of() : record.choices(),
                    record.schema() == null ? "" : record.schema().toString()))
        .toList();
  }

  private static ObjectNode schema(String text) {
    return text.isEmpty() ? null : (ObjectNode) Json.parse(text).orThrow();
  }

  private static DemoRecord demo(Signature signature, Demo demo) {
    return new DemoRecord(
        values(signature.inputs(), demo.inputs()),
        values(signature.outputs(), demo.outputs()),
        demo.sources());
  }

  /** The values in the order of the signature; what it does not know comes last, as text. */
  static ObjectNode values(List<Field> fields, Map<String, String> texts) {
    ObjectNode values = Json.object();
    for (Field field : fields) {
      if (texts.containsKey(field.name())) {
        values.set(field.name(), LoggedValues.json(field.type(), texts.get(field.name())));
      }
    }
    for (String name : new TreeSet<>(texts.keySet())) {
      if (!values.has(name)) {
        values.put(name, texts.get(name));
      }
    }
    return values;
  }

  private static Map<String, String> texts(ObjectNode values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values
        .properties()
        .forEach(entry -> texts.put(entry.getKey(), LoggedValues.anyText(entry.getValue())));
    return texts;
  }
}
