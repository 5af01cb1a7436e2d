package dev.ascent.core.pool;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What steps led to.
 *
 * @param steps minibatches learned from
 * @param proposed candidates that strategies were asked for
 * @param declined how many were declined, by reason
 * @param accepted candidates that joined the pool
 * @param faults rollouts without a score
 */
public record StepCounts(
    int steps, int proposed, Map<String, Integer> declined, int accepted, int faults) {
  public static final StepCounts NONE = new StepCounts(0, 0, Map.of(), 0, 0);

  public StepCounts plus(StepCounts other) {
    Map<String, Integer> reasons = new LinkedHashMap<>(declined);
    other.declined.forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
    return new StepCounts(
        steps + other.steps,
        proposed + other.proposed,
        Map.copyOf(reasons),
        accepted + other.accepted,
        faults + other.faults);
  }
}
