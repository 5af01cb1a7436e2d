package dev.ascent.pipeline.validate;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.CanaryAnswers;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A challenger's last test: it and the champion run on the task's canaries. */
final class Canaries {
  /** Any text matches it. */
  private static final String ANYTHING = "^";

  private Canaries() {}

  /**
   * The rollouts of the round that the attempt asks for, as far as its lease goes: a definition
   * that came after the lease may have more canaries.
   */
  static List<RolloutRequest> requests(Pool pool, Attempt attempt, Lease lease) {
    List<RolloutRequest> requests = new ArrayList<>();
    List<Example> canaries = pool.definition().promotion().canaries();
    for (Example canary : canaries.subList(0, Math.min(canaries.size(), lease.rollouts() / 2))) {
      for (String id : List.of(attempt.challenger(), attempt.champion())) {
        Program program = pool.program(id);
        RolloutKey key = new RolloutKey(attempt.roundId(), canary.id(), id, 0);
        requests.add(
            RolloutRequest.of(
                scoring(pool.definition(), canary),
                pool.owner(),
                lease,
                key,
                program,
                canary,
                null,
                false));
      }
    }
    return requests;
  }

  /** Where no answer is expected, any that can be read is right. */
  private static TaskDefinition scoring(TaskDefinition definition, Example canary) {
    return canary.hasLabel()
        ? definition
        : definition.withMetric(
            new MetricDefinition(MetricType.REGEX, definition.metric().field(), 0, ANYTHING, ""));
  }

  /** What the round's rollouts say of the challenger. */
  static CanaryAnswers answers(RoundOpening opening, List<Rollout> rollouts) {
    Map<String, Map<String, Rollout>> byCanary = new TreeMap<>();
    rollouts.stream()
        .filter(Rollout::isScored)
        .forEach(
            rollout ->
                byCanary
                    .computeIfAbsent(rollout.key().example(), id -> new HashMap<>())
                    .put(rollout.key().program(), rollout));
    List<String> failures = new ArrayList<>();
    int answered = 0;
    for (Map.Entry<String, Map<String, Rollout>> canary : byCanary.entrySet()) {
      Rollout challenger = canary.getValue().get(opening.challenger());
      Rollout champion = canary.getValue().get(opening.champion());
      if (challenger != null && challenger.outputs().isEmpty()) {
        failures.add(canary.getKey() + ": " + challenger.feedback());
      } else if (challenger != null && champion != null) {
        answered++;
        if (challenger.score() < champion.score()) {
          failures.add(
              "%s: %s, and the champion is better there"
                  .formatted(canary.getKey(), challenger.feedback()));
        }
      }
    }
    return new CanaryAnswers(List.copyOf(failures), opening.pairs() - answered);
  }
}
