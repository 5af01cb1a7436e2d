package dev.ascent.wire.program;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Signature;
import dev.ascent.wire.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What DSPy 3.4 saves for a module whose attributes are a program's predictors.
 *
 * <p>A {@code Predict} stands under its own name, a {@code ChainOfThought} under {@code
 * name.predict} with {@code reasoning} as first output. The model is left open, and no versions are
 * claimed: DSPy warns of those that differ from its own.
 */
final class DspyState {
  private DspyState() {}

  static ObjectNode of(Program program) {
    ObjectNode state = Json.object();
    for (Predictor predictor : program.predictors()) {
      boolean reasons = predictor.type() == ModuleType.CHAIN_OF_THOUGHT;
      state.set(predictor.name() + (reasons ? ".predict" : ""), predictor(predictor));
    }
    state.putObject("metadata").putObject("dependency_versions");
    return state;
  }

  private static ObjectNode predictor(Predictor predictor) {
    Signature signature = predictor.promptSignature();
    ObjectNode node = Json.object();
    node.putArray("traces");
    node.putArray("train");
    ArrayNode demos = node.putArray("demos");
    predictor.demos().forEach(demo -> demos.add(demo(signature, demo)));
    ObjectNode written = node.putObject("signature");
    written.put("instructions", predictor.instructions());
    ArrayNode fields = written.putArray("fields");
    inOrder(signature).forEach(field -> fields.add(field(field)));
    node.putNull("lm");
    return node;
  }

  /** DSPy marks demos that a program made itself as augmented. */
  private static ObjectNode demo(Signature signature, Demo demo) {
    ObjectNode node = Json.object().put("augmented", true);
    node.setAll(PredictorRecord.values(signature.inputs(), demo.inputs()));
    node.setAll(PredictorRecord.values(signature.outputs(), demo.outputs()));
    return node;
  }

  private static List<Field> inOrder(Signature signature) {
    List<Field> fields = new ArrayList<>(signature.inputs());
    fields.addAll(signature.outputs());
    return fields;
  }

  private static ObjectNode field(Field field) {
    String description = field.description();
    return Json.object()
        .put("prefix", prefix(field.name()) + ":")
        .put("description", description.isEmpty() ? "${" + field.name() + "}" : description);
  }

  /** DSPy's {@code infer_prefix}: the name in words with capitals, acronyms kept. */
  static String prefix(String name) {
    String words =
        name.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([a-zA-Z])(\\d)", "$1_$2")
            .replaceAll("(\\d)([a-zA-Z])", "$1_$2");
    return Arrays.stream(words.split("_", -1))
        .map(DspyState::capitalized)
        .collect(Collectors.joining(" "));
  }

  private static String capitalized(String word) {
    boolean isAcronym =
        !word.equals(word.toLowerCase(Locale.ROOT)) && word.equals(word.toUpperCase(Locale.ROOT));
    if (word.isEmpty() || isAcronym) {
      return word;
    }
    return word.substring(0, 1).toUpperCase(Locale.ROOT)
        + word.substring(1).toLowerCase(Locale.ROOT);
  }
}
