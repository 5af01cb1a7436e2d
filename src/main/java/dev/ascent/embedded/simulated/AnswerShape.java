package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How an answer's fields are written. */
enum AnswerShape {
  /** Each value under its marker. */
  MARKERS {
    @Override
    String write(List<String> fields, Function<String, Object> value) {
      StringBuilder answer = new StringBuilder();
      for (String field : fields) {
        answer.append("[[ ## ").append(field).append(" ## ]]\n");
        answer.append(text(value.apply(field))).append("\n\n");
      }
      return answer.append("[[ ## ").append(Sections.COMPLETED).append(" ## ]]\n").toString();
    }
  },
  /** One JSON object. */
  JSON {
    @Override
    String write(List<String> fields, Function<String, Object> value) {
      ObjectNode answer = MAPPER.createObjectNode();
      fields.forEach(field -> answer.set(field, MAPPER.valueToTree(value.apply(field))));
      return answer.toString();
    }
  },
  /** The last field's value alone, where a prompt asks for no structure. */
  PLAIN {
    @Override
    String write(List<String> fields, Function<String, Object> value) {
      return text(value.apply(fields.get(fields.size() - 1)));
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Writes an answer.
   *
   * @param fields what was asked for, in order
   * @param value a field's value: a text, or a map of texts
   */
  abstract String write(List<String> fields, Function<String, Object> value);

  private static String text(Object value) {
    return value instanceof Map<?, ?> map ? MAPPER.valueToTree(map).toString() : value.toString();
  }
}
