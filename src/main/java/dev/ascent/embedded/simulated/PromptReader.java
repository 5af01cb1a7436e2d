package dev.ascent.embedded.simulated;

import dev.ascent.lm.ChatMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds in a prompt what it teaches, what it gives and what it asks for. */
final class PromptReader {
  /** Frames that are kept; they follow from their prompts, so that losing one costs time alone. */
  private static final int CACHED_FRAMES = 4096;

  private final Knowledge knowledge;
  private final Map<List<ChatMessage>, Frame> frames = new ConcurrentHashMap<>();

  PromptReader(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  /**
   * What a prompt holds.
   *
   * @param lessons what it teaches
   * @param sections the inputs it gives
   * @param text the message that gives them
   * @param outputs the fields it asks for; at least one
   * @param shape how it wants them written
   */
  record Asked(
      Lessons lessons, Sections sections, String text, List<String> outputs, AnswerShape shape) {}

  Asked read(Prompt prompt) {
    List<ChatMessage> messages = prompt.messages();
    int question = questionIndex(messages);
    Frame frame = frame(List.copyOf(messages.subList(0, question)));
    String text = question < messages.size() ? messages.get(question).content() : "";
    Sections sections = Sections.of(text);

    List<String> bySchema = prompt.schemaFields();
    List<String> byMarker = without(frame.markers(), sections);
    List<String> byDeclaration = without(frame.declared(), sections);
    if (!bySchema.isEmpty()) {
      return new Asked(frame.lessons(), sections, text, bySchema, AnswerShape.JSON);
    }
    if (!byMarker.isEmpty()) {
      return new Asked(frame.lessons(), sections, text, byMarker, AnswerShape.MARKERS);
    }
    if (!byDeclaration.isEmpty()) {
      return new Asked(frame.lessons(), sections, text, byDeclaration, AnswerShape.JSON);
    }
    // A prompt that names no fields at all asks for the answer.
    return new Asked(
        frame.lessons(), sections, text, List.of(knowledge.answerField()), AnswerShape.PLAIN);
  }

  /** The fields for which the question gives no value. */
  private static List<String> without(Iterable<String> fields, Sections given) {
    Set<String> left = new LinkedHashSet<>();
    fields.forEach(left::add);
    left.removeAll(given.byField().keySet());
    return List.copyOf(left);
  }

  /**
   * The last user message that gives the first field of the system message; what follows it, such
   * as a complaint about an answer, asks nothing new. Failing that, the last user message.
   */
  private static int questionIndex(List<ChatMessage> messages) {
    String firstField =
        messages.isEmpty()
            ? ""
            : Sections.markersIn(messages.get(0).content()).stream().findFirst().orElse("");
    int lastUser = messages.size();
    for (int i = messages.size() - 1; i >= 0; i--) {
      ChatMessage message = messages.get(i);
      if (message.role().equals("user")) {
        if (Sections.markersIn(message.content()).contains(firstField)) {
          return i;
        }
        lastUser = lastUser == messages.size() ? i : lastUser;
      }
    }
    return lastUser;
  }

  private Frame frame(List<ChatMessage> messages) {
    if (frames.size() >= CACHED_FRAMES) {
      frames.clear();
    }
    return frames.computeIfAbsent(messages, unread -> Frame.read(unread, knowledge));
  }
}
