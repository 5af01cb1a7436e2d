package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Field;
import dev.ascent.core.rollout.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recognises examples by their inputs, of which letters and digits alone count. */
final class KnownInputs {
  private final List<String> fields;
  private final Map<List<String>, Example> byInputs = new HashMap<>();

  KnownInputs(List<Field> fields, List<Example> examples) {
    this.fields = fields.stream().map(Field::name).toList();
    examples.forEach(example -> byInputs.putIfAbsent(plain(example.inputs()), example));
  }

  /** The example with exactly these inputs. */
  Optional<Example> with(Map<String, String> inputs) {
    return inputs.keySet().containsAll(fields)
        ? Optional.ofNullable(byInputs.get(plain(inputs)))
        : Optional.empty();
  }

  /**
   * The example whose inputs the text holds, JSON or not; of several that with the longest inputs.
   */
  Optional<Example> in(String text) {
    String plain = " " + plain(text + "\n" + leaves(Evidence.firstJson(text))) + " ";
    Example found = null;
    int most = 0;
    for (Map.Entry<List<String>, Example> known : byInputs.entrySet()) {
      int length = known.getKey().stream().mapToInt(String::length).sum();
      if (length > most && known.getKey().stream().allMatch(plain::contains)) {
        found = known.getValue();
        most = length;
      }
    }
    return Optional.ofNullable(found);
  }

  private static String leaves(JsonNode node) {
    if (node.isValueNode()) {
      return node.asText();
    }
    List<String> texts = new ArrayList<>();
    node.forEach(child -> texts.add(leaves(child)));
    return String.join("\n", texts);
  }

  /** Each value with a blank at either end, so that only whole words are found in a text. */
  private List<String> plain(Map<String, String> inputs) {
    return fields.stream().map(field -> " " + plain(inputs.getOrDefault(field, "")) + " ").toList();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }
}
