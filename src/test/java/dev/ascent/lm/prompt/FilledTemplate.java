package dev.ascent.lm.prompt;

import dev.ascent.lm.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills templates of {@link RenderedMessages} as services are told to. */
final class FilledTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\p{L}\\p{N}_]+)\\}\\}");

  private FilledTemplate() {}

  /**
   * The prompt that a template makes of the given inputs.
   *
   * @throws IllegalArgumentException if the template has a placeholder that no input is given for
   */
  static List<ChatMessage> of(List<ChatMessage> template, Map<String, String> inputs) {
    List<ChatMessage> filled = new ArrayList<>(template);
    int last = filled.size() - 1;
    ChatMessage question = filled.get(last);
    String content =
        PLACEHOLDER
            .matcher(question.content())
            .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), inputs)));
    filled.set(last, new ChatMessage(question.role(), content));
    return filled;
  }

  private static String value(String name, Map<String, String> inputs) {
    String value = inputs.get(name);
    if (value == null) {
      throw new IllegalArgumentException("input '" + name + "' is missing");
    }
    return MarkerEscape.escape(value);
  }
}
