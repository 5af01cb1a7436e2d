package dev.ascent.embedded.simulated;

import dev.ascent.core.program.Demo;
import dev.ascent.lm.ChatMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all calls of one program share: the part of a prompt before the question.
 *
 * @param markers fields that the system message has markers for, in order
 * @param declared output fields that the system message names otherwise, in order
 * @param lessons what rules and demos teach
 */
record Frame(Set<String> markers, List<String> declared, Lessons lessons) {

  /** A line of a JSON template: {@code "field": "{field}"}, with or without the inner quotes. */
  private static final Pattern JSON_TEMPLATE = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"?\\{\\1}");

  private static final Pattern OUTPUT_HEADING =
      Pattern.compile("^.*\\boutputs?\\b.*:[ \\t]*$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  private static final Pattern LISTED_FIELD =
      Pattern.compile("^[ \\t]*(?:\\d+\\.|[-*])[ \\t]*`(\\w+)`.*\\n?", Pattern.MULTILINE);

  /**
   * Reads the messages before the question: system messages hold the instructions, each user
   * message that an assistant's message follows is a demo.
   */
  static Frame read(List<ChatMessage> messages, Knowledge knowledge) {
    StringBuilder system = new StringBuilder();
    List<Demo> demos = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      ChatMessage message = messages.get(i);
      if (message.role().equals("system") || message.role().equals("developer")) {
        system.append(message.content()).append('\n');
      } else if (message.role().equals("assistant") && i > 0) {
        demos.add(demo(messages.get(i - 1), message));
      }
    }
    String text = system.toString();
    return new Frame(
        Sections.markersIn(text), declaredOutputs(text), Lessons.read(text, demos, knowledge));
  }

  private static Demo demo(ChatMessage question, ChatMessage answer) {
    return new Demo(values(question), values(answer), List.of());
  }

  /** Texts without markers, as in a JSON answer, count as a whole. */
  private static Map<String, String> values(ChatMessage message) {
    Map<String, String> byField = Sections.of(message.content()).byField();
    return byField.isEmpty() ? Map.of(Lessons.WHOLE, message.content()) : byField;
  }

  private static List<String> declaredOutputs(String text) {
    Set<String> fields = new LinkedHashSet<>();
    Matcher template = JSON_TEMPLATE.matcher(text);
    while (template.find()) {
      fields.add(template.group(1));
    }
    if (fields.isEmpty()) {
      Matcher heading = OUTPUT_HEADING.matcher(text);
      while (heading.find()) {
        addListed(text.substring(heading.end()).stripLeading(), fields);
      }
    }
    return List.copyOf(fields);
  }

  /** Adds the fields that the text begins by listing. */
  private static void addListed(String text, Set<String> fields) {
    Matcher item = LISTED_FIELD.matcher(text);
    while (item.lookingAt()) {
      fields.add(item.group(1));
      item.region(item.end(), text.length());
    }
  }
}
