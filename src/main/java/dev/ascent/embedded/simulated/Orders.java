package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Demo;
import dev.ascent.lm.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds what a world of tickets has not written: in tickets what is no sentence of theirs, in rules
 * what is no advice, and answers that are no team. Nothing else decides whether it is an order.
 */
final class Orders {
  /** Prompts whose orders are kept; they follow from the prompts. */
  private static final int CACHED = 4096;

  private static final List<String> OF_THE_RECORD =
      List.of("program_inputs", "expected_outputs", "logged_outputs", "logged_feedback");

  private static final int LEAST_LETTERS = 3;

  private final Knowledge knowledge;
  private final String ownInstructions;
  private final Map<List<ChatMessage>, List<String>> cached = new ConcurrentHashMap<>();

  Orders(Knowledge knowledge, String ownInstructions) {
    this.knowledge = knowledge;
    this.ownInstructions = ownInstructions;
  }

  /** Those in the record that a reflection is about. */
  List<String> inRecord(Sections sections) {
    List<String> found = new ArrayList<>();
    for (String field : OF_THE_RECORD) {
      sections.named(field).ifPresent(text -> texts(text).forEach(each -> foreign(each, found)));
    }
    return found;
  }

  /**
   * Those that a prompt was taught; what stands in the question itself is not looked at.
   *
   * @param question the message that gives the inputs
   */
  List<String> inPrompt(List<ChatMessage> messages, String question) {
    List<ChatMessage> taught =
        messages.stream().takeWhile(message -> !message.content().equals(question)).toList();
    if (cached.size() >= CACHED) {
      cached.clear();
    }
    return cached.computeIfAbsent(taught, this::inMessages);
  }

  private List<String> inMessages(List<ChatMessage> messages) {
    List<String> found = new ArrayList<>();
    for (ChatMessage message : messages) {
      if (message.role().equals("system")) {
        inInstructions(message.content(), found);
      } else {
        Sections.of(message.content()).byField().values().forEach(text -> foreign(text, found));
      }
    }
    return found;
  }

  List<String> in(ShownPredictor shown) {
    List<String> found = new ArrayList<>();
    inInstructions(shown.instructions(), found);
    for (Demo demo : shown.demos()) {
      demo.inputs().values().forEach(text -> foreign(text, found));
      demo.outputs().values().forEach(text -> foreign(text, found));
    }
    return found;
  }

  /** In what stands behind the task's own instructions. */
  private void inInstructions(String text, List<String> found) {
    int own = text.lastIndexOf(ownInstructions);
    if (own >= 0) {
      for (String rule : text.substring(own + ownInstructions.length()).split("\\n\\n", -1)) {
        worded(knowledge.phrasebook().without(rule)).ifPresent(found::add);
      }
    }
  }

  private void foreign(String text, List<String> found) {
    if (!knowledge.answers().contains(text)) {
      worded(TicketWriter.foreignIn(text)).ifPresent(found::add);
    }
  }

  private static Optional<String> worded(String text) {
    return text.chars().filter(Character::isLetter).count() >= LEAST_LETTERS
        ? Optional.of(text.strip())
        : Optional.empty();
  }

  /** The texts of a JSON document, or the text where it is none. */
  private static List<String> texts(String text) {
    JsonNode json = Evidence.firstJson(text);
    if (!text.startsWith("{") || !json.isObject()) {
      return List.of(text);
    }
    List<String> texts = new ArrayList<>();
    json.forEach(value -> texts.add(value.asText()));
    return texts;
  }
}
