package dev.ascent.subscriber;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call of a program: it makes the messages to send, and reads what the model answers.
 *
 * <p>Both are exactly as in the job, which the job's tests check against its own prompt format.
 */
public final class Predictor {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\p{L}\\p{N}_]+)\\}\\}");

  private final String name;
  private final List<Field> inputs;
  private final List<Field> outputs;
  private final List<Message> template;

  Predictor(String name, List<Field> inputs, List<Field> outputs, List<Message> template) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.template = List.copyOf(template);
  }

  public String name() {
    return name;
  }

  /** What it reads, in the prompt's order. */
  public List<Field> inputs() {
    return inputs;
  }

  /** What it answers, in the prompt's order; that of a chain of thought begins with reasoning. */
  public List<Field> outputs() {
    return outputs;
  }

  /**
   * The prompt for the given inputs. Values may hold anything: what looks like a marker is escaped,
   * and what looks like a placeholder stays as it is.
   *
   * @param values by field name: texts, numbers, booleans, or lists and maps of them; a value may
   *     also be of another kind that says the same, as {@code "12"} does for an integer
   * @throws IllegalArgumentException if an input is missing, unknown or not of its type; it names
   *     the field
   */
  public List<Message> messages(Map<String, ?> values) {
    Map<String, String> texts = new HashMap<>();
    for (Field field : inputs) {
      Object value = values.get(field.name());
      if (value == null) {
        throw new IllegalArgumentException("input '" + field.name() + "' is missing");
      }
      texts.put(field.name(), MarkerEscape.escape(InputValues.text(field, value)));
    }
    for (String given : values.keySet()) {
      if (!texts.containsKey(given)) {
        throw new IllegalArgumentException(
            "there is no input '" + given + "'; there are " + String.join(", ", names(inputs)));
      }
    }
    List<Message> messages = new ArrayList<>(template);
    Message question = messages.remove(messages.size() - 1);
    messages.add(new Message(question.role(), filled(question.content(), texts)));
    return List.copyOf(messages);
  }

  /** One pass from left to right, so that values are not filled in turn. */
  private static String filled(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  /** Whether the template has a place for the field. */
  boolean shows(Field input) {
    return template.get(template.size() - 1).content().contains("{{" + input.name() + "}}");
  }

  /**
   * Reads a model's answer. As in the job, decorations and chatter of small models are let pass.
   *
   * @param completion the answer's text
   */
  public Answer answer(String completion) {
    return new AnswerReader(completion).read(outputs);
  }

  private static List<String> names(List<Field> fields) {
    return fields.stream().map(Field::name).toList();
  }
}
