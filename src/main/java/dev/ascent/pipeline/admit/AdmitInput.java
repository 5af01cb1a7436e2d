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
 * @param excess what it is too much of, or the empty string; not yet known before the share stage
 */
public record AdmitInput(
    IncomingExample example,
    IncomingFeedback feedback,
    String author,
    long fingerprint,
    String excess) {

  /** State of earlier versions knows of no excess. */
  public AdmitInput {
    excess = excess == null ? "" : excess;
  }

  private static final List<String> LEARNED_FROM =
      List.of("inputs", "expected", "outputs", "feedback");

  /**
   * An example.
   *
   * @param inputs its texts
   */
  static AdmitInput of(IncomingExample example, String inputs) {
    return new AdmitInput(example, null, example.author(), Fingerprint.of(inputs), "");
  }

  static AdmitInput of(IncomingFeedback feedback) {
    return new AdmitInput(null, feedback, feedback.author(), Seeds.spread(feedback.id()), "");
  }

  /** The same as one record too many. */
  public AdmitInput asExcess(String reason) {
    return new AdmitInput(example, feedback, author, fingerprint, reason);
  }

  /** What becomes of a record that is one too many. */
  DeadLetter refused() {
    return example == null
        ? DeadLetter.of(feedback, excess, "")
        : DeadLetter.of(example, excess, "", ExampleFate.EXCESS);
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
    if (example != null && !record.path("inputs").isObject()) {
      // A flat record has its fields beside each other.
      collect(record, texts);
    } else {
      LEARNED_FROM.forEach(member -> collect(record.path(member), texts));
    }
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
        fingerprint,
        excess);
  }

  public String task() {
    return example == null ? feedback.task() : example.task();
  }

  public String id() {
    return example == null ? feedback.id() : example.id();
  }
}
