package dev.ascent.core.algorithm;

import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a program answered to an example that has a label.
 *
 * @param program its id
 * @param example its id
 * @param answer what came out, by the names of the label's fields; empty where it could not be
 *     read, or is too long to be a label
 */
public record GivenAnswer(String program, String example, Map<String, String> answer) {
  /** Longer outputs are free text, and no labels. */
  private static final int LONGEST = 100;

  private static final Map<String, String> NO_LABEL = Map.of();

  public GivenAnswer {
    answer = Map.copyOf(answer);
  }

  /** Of all rollouts in buckets of which it can be told. */
  public static List<GivenAnswer> in(List<Bucket> buckets) {
    return buckets.stream()
        .flatMap(
            bucket ->
                bucket.rollouts().stream()
                    .flatMap(rollout -> of(rollout, bucket.example()).stream()))
        .toList();
  }

  /**
   * Of a rollout; empty where no label says what was due, or nothing was scored. What the metric
   * takes for right is the label, however it is written.
   */
  public static Optional<GivenAnswer> of(Rollout rollout, Example example) {
    if (!example.hasLabel() || !rollout.isScored()) {
      return Optional.empty();
    }
    Map<String, String> answer = new TreeMap<>(rollout.outputs());
    answer.keySet().retainAll(example.expected().keySet());
    boolean isLabel = answer.size() == example.expected().size() && isShort(answer);
    Map<String, String> given = rollout.score() < 1 ? answer : example.expected();
    return Optional.of(
        new GivenAnswer(rollout.key().program(), example.id(), isLabel ? given : NO_LABEL));
  }

  /** Whether it is short enough for a label. */
  public static boolean isShort(Map<String, String> answer) {
    return answer.values().stream().allMatch(value -> value.length() <= LONGEST);
  }
}
