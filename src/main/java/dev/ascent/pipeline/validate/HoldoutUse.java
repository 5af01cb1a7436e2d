package dev.ascent.pipeline.validate;

import java.util.ArrayList;
import java.util.List;

/**
 * How far an attempt's rounds have come.
 *
 * @param attempt id of the attempt
 * @param round the last one that was sent
 * @param used ids of the holdout examples that this attempt has seen
 */
public record HoldoutUse(String attempt, int round, List<String> used) {
  static HoldoutUse begin(String attempt) {
    return new HoldoutUse(attempt, 0, List.of());
  }

  HoldoutUse sent(int number, List<String> examples) {
    List<String> all = new ArrayList<>(used);
    all.addAll(examples);
    return new HoldoutUse(attempt, number, List.copyOf(all));
  }
}
