package dev.ascent.lm.prompt;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Signature;
import dev.ascent.core.text.Shortened;
import dev.ascent.lm.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The default prompt format: every value stands under a marker line {@code [[ ## field ## ]]}, and
 * an answer ends with {@code [[ ## completed ## ]]}.
 *
 * <p>The structure is that of DSPy's ChatAdapter, so that programs move between the two; the
 * wording is short, as small models pay for every token. The system message lists the fields, shows
 * the structure and ends with the instructions. Each demo is a user and an assistant message. The
 * last user message holds the inputs and a reminder of the answer's markers.
 *
 * <p>Values are untrusted: see {@link MarkerEscape} for how they are kept from forging fields. An
 * output that a demo lacks is shown as not supplied, not left out: answers copy the structure of
 * the demos, and one without a section would not parse.
 */
public final class ChatFormat implements PromptFormat {
  /** A text to stop at where the server supports it: as much of the last marker as tells it. */
  public static final String STOP = "[[ ## completed";

  /** The texts to stop at: none where not every server understands it. */
  public static List<String> stops(boolean isSupported) {
    return isSupported ? List.of(STOP) : List.of();
  }

  private static final String COMPLETED = marker("completed");

  private static final String NOT_SUPPLIED = "(not supplied)";

  /** In the place of an answer without any text, as some servers refuse empty messages. */
  private static final String NO_TEXT = "(nothing)";

  /**
   * UTF-16 units of an unreadable answer that are shown. So few tell what went wrong, and a second
   * try fits into the room that budgets leave for what a step adds to a prompt.
   */
  private static final int SHOWN_OF_AN_ANSWER = 300;

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if an input of the signature is missing
   */
  @Override
  public List<ChatMessage> render(
      Signature signature, List<Demo> demos, Map<String, String> inputs) {
    List<ChatMessage> messages = new ArrayList<>(2 + 2 * demos.size());
    messages.add(ChatMessage.system(system(signature)));
    for (Demo demo : demos) {
      messages.add(ChatMessage.user(demoInputs(signature, demo)));
      messages.add(ChatMessage.assistant(renderOutputs(signature, demo.outputs())));
    }
    messages.add(ChatMessage.user(question(signature, inputs)));
    return messages;
  }

  @Override
  public List<ChatMessage> renderAgain(
      List<ChatMessage> prompt, Signature signature, String answer, String reason) {
    String shown = Shortened.to(SHOWN_OF_AN_ANSWER, ChatAnswer.withoutThoughts(answer).strip());
    List<ChatMessage> messages = new ArrayList<>(prompt);
    messages.add(ChatMessage.assistant(shown.isEmpty() ? NO_TEXT : shown));
    messages.add(
        ChatMessage.user(
            "That answer could not be read: " + reason + ". Give it again. " + closing(signature)));
    return messages;
  }

  @Override
  public ParsedAnswer parse(Signature signature, String answer) {
    return new ChatAnswer(answer).read(signature);
  }

  /** Outputs as an answer states them, and as demos show them. */
  String renderOutputs(Signature signature, Map<String, String> outputs) {
    StringBuilder text = new StringBuilder();
    appendValues(text, signature.outputs(), outputs);
    return text.append(COMPLETED).append('\n').toString();
  }

  private static String system(Signature signature) {
    StringBuilder text = new StringBuilder("Input fields:\n");
    appendList(text, signature.inputs());
    text.append("Output fields:\n");
    appendList(text, signature.outputs());
    text.append("Inputs and answers are written like this:\n\n");
    appendPlaceholders(text, signature.inputs());
    appendPlaceholders(text, signature.outputs());
    return text.append(COMPLETED)
        .append("\n\nYour task:\n")
        .append(MarkerEscape.escape(signature.instructions()))
        .toString();
  }

  private static void appendList(StringBuilder text, List<Field> fields) {
    int number = 1;
    for (Field field : fields) {
      text.append(number++).append(". `").append(field.name()).append("` (");
      text.append(AnswerValues.describe(field)).append(')');
      if (!field.description().isBlank()) {
        text.append(": ").append(field.description());
      }
      text.append('\n');
    }
  }

  private static void appendPlaceholders(StringBuilder text, List<Field> fields) {
    for (Field field : fields) {
      appendSection(text, field, '{' + field.name() + '}');
    }
  }

  private static String demoInputs(Signature signature, Demo demo) {
    StringBuilder text = new StringBuilder();
    if (!isComplete(signature, demo)) {
      text.append("An example of which not all is known:\n\n");
    }
    appendValues(text, signature.inputs(), demo.inputs());
    return text.toString().stripTrailing();
  }

  private static boolean isComplete(Signature signature, Demo demo) {
    return signature.inputs().stream().allMatch(field -> demo.inputs().containsKey(field.name()))
        && signature.outputs().stream().allMatch(field -> demo.outputs().containsKey(field.name()));
  }

  private static String question(Signature signature, Map<String, String> inputs) {
    for (Field field : signature.inputs()) {
      if (!inputs.containsKey(field.name())) {
        throw new IllegalArgumentException("input '" + field.name() + "' is missing");
      }
    }
    StringBuilder text = new StringBuilder();
    appendValues(text, signature.inputs(), inputs);
    return text.append(closing(signature)).toString();
  }

  private static String closing(Signature signature) {
    StringBuilder text = new StringBuilder("Answer with ");
    for (Field field : signature.outputs()) {
      text.append('`').append(marker(field.name())).append("`, then ");
    }
    return text.append('`').append(COMPLETED).append("`.").toString();
  }

  private static void appendValues(
      StringBuilder text, List<Field> fields, Map<String, String> values) {
    for (Field field : fields) {
      String value = values.get(field.name());
      appendSection(text, field, value == null ? NOT_SUPPLIED : MarkerEscape.escape(value));
    }
  }

  private static void appendSection(StringBuilder text, Field field, String content) {
    text.append(marker(field.name())).append('\n').append(content).append("\n\n");
  }

  private static String marker(String name) {
    return "[[ ## " + name + " ## ]]";
  }
}
