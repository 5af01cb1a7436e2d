package dev.ascent.pipeline.admit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.text.Fingerprint;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What the admit stage takes: an example, or what became known of one. The other member is null.
 *
 * @param example as it was logged
 * @param feedback that came by its own topic
 * @param author who is behind it, or the empty string
 * @param fingerprint by which nearly the same inputs are found; of feedback one of its own
 */
public record AdmitInput(
    IncomingExample example, IncomingFeedback feedback, String author, long fingerprint) {

  private static final List<String> LEARNED_FROM =
      List.of("inputs", "expected", "outputs", "feedback");

  /**
   * An example.
   *
   * @param inputs its texts
   */
  static AdmitInput of(IncomingExample example, String inputs) {
    return new AdmitInput(example, null, example.author(), Fingerprint.of(inputs));
  }

  static AdmitInput of(IncomingFeedback feedback) {
    return new AdmitInput(null, feedback, feedback.author(), Seeds.spread(feedback.id()));
  }

  /** The same as a record of which there was too much. */
  public DeadLetter excess(String reason) {
    return example == null
        ? DeadLetter.of(feedback, reason, "")
        : DeadLetter.of(example, reason, "", ExampleFate.EXCESS);
  }

  /** The same as a record of which nothing may be kept. */
  DeadLetter forgotten() {
    return example == null ? DeadLetter.ofForgotten(feedback) : DeadLetter.ofForgotten(example);
  }

  /** All texts of the record that one can learn from, a line each. */
  public String texts() {
    JsonNode record =
        Json.parse(example == null ? feedback.payload() : example.payload()).orThrow();
    List<String> texts = new ArrayList<>();
    LEARNED_FROM.forEach(member -> collect(record.path(member), texts));
    return String.join("\n", texts);
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isValueNode()) {
      texts.add(node.asText());
    }
    node.forEach(member -> collect(member, texts));
  }

  /** The same with the words that too few authors have used. */
  public AdmitInput withUnshared(List<String> words) {
    return new AdmitInput(
        example == null ? null : example.withUnshared(words),
        feedback == null ? null : feedback.withUnshared(words),
        author,
        fingerprint);
  }

  public String task() {
    return example == null ? feedback.task() : example.task();
  }

  public String id() {
    return example == null ? feedback.id() : example.id();
  }
}
