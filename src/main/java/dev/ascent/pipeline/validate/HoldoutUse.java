package dev.ascent.pipeline.validate;

import dev.ascent.core.promotion.Attempt;
import java.util.ArrayList;
import java.util.List;

/**
 * How far an attempt's rounds have come.
 *
 * @param attempt id of the attempt
 * @param round the last one that was sent
 * @param used what tells the inputs of the holdout examples that this attempt has seen; ids of
 *     these, from an earlier version
 */
public record HoldoutUse(String attempt, int round, List<String> used) {
  static HoldoutUse begin(String attempt) {
    return new HoldoutUse(attempt, 0, List.of());
  }

  /**
   * Whether rounds of the attempt were settled that this subtask knows nothing of, as they were
   * sent by another run or after the checkpoint. An example must not serve a test twice, and which
   * ones did cannot be told, so that the attempt can't go on.
   */
  boolean missed(Attempt current) {
    return current.round() > round + 1
        && !(current.differences().isEmpty() && current.dropped() == 0);
  }

  HoldoutUse sent(int number, List<String> inputs) {
    List<String> all = new ArrayList<>(used);
    all.addAll(inputs);
    return new HoldoutUse(attempt, number, List.copyOf(all));
  }
}
