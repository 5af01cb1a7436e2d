package dev.ascent.cli;

import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Refusal;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.client.LmMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people should know of a search that could not be a good one. */
final class OptimizeAdvice {
  /** Above this share of all calls of rollouts, answers that are missing or unreadable are told. */
  private static final double MANY = 0.1;

  /** Fewer steps than this seldom lead anywhere. */
  private static final int FEW_STEPS = 3;

  /** After fewer steps than this nothing can be said of the task. */
  private static final int LEAST_STEPS = 2;

  private OptimizeAdvice() {}

  /**
   * Lines on what is too little to begin with.
   *
   * @param task with its dataset
   */
  static List<String> tooLittle(TaskDefinition task) {
    List<String> lines = new ArrayList<>();
    int minibatch = task.optimizer().minibatchSize();
    int training = task.dataset().training();
    if (training < minibatch) {
      lines.add(
          "warning: "
              + training
              + " training examples are fewer than a minibatch of "
              + minibatch
              + ", too few to learn much from");
    }
    Long cap = task.budget().tightest().rollouts();
    Pool start = Replay.preview(Pool.empty(task.task()), List.of(new Change.Defined(task)));
    long step =
        (long) minibatch * task.modules().size() * Algorithms.of(task).rolloutsPerExample(start);
    if (cap != null && cap < FEW_STEPS * step) {
      lines.add(
          "warning: a step on a minibatch of "
              + minibatch
              + " takes about "
              + step
              + " rollout attempts; "
              + cap
              + " are too few for "
              + FEW_STEPS
              + " of them");
    }
    return lines;
  }

  /** Why a search ended with what it began with. */
  static String noneBetter(Pool pool) {
    if (!pool.refusals().isEmpty()) {
      Refusal last = pool.refusals().get(pool.refusals().size() - 1);
      return "program " + last.program() + " looked better and was refused: " + last.reason();
    }
    int steps = pool.counts().steps();
    return steps < LEAST_STEPS
        ? "too little was tried, " + (steps == 1 ? "1 step" : "not one step")
        : "nothing looked better";
  }

  /** Says so where a day's cap ended the search, and not its steps or a cap over its life. */
  static Optional<String> endedByDay(Pool pool) {
    if (pool.phase() != Phase.FINISHED) {
      return Optional.empty();
    }
    int steps = pool.definition().optimizer().steps();
    BudgetSettings caps = pool.definition().budget();
    double used = pool.ledger().today().most().shareOf(caps.perDay());
    boolean ended = steps == 0 || pool.counts().steps() < steps;
    return ended && used > 0 && used > pool.ledger().total().most().shareOf(caps.total())
        ? Optional.of("the search ended with its budget of a day; a run tomorrow has another one")
        : Optional.empty();
  }

  /** Lines on answers that did not come or could not be read, where there are many. */
  static List<String> unanswered(LmMeter meter) {
    List<String> lines = new ArrayList<>();
    long calls = meter.answeredRollouts() + meter.faultedRollouts();
    if (meter.faultedRollouts() > MANY * calls) {
      lines.add(
          meter.faultedRollouts()
              + " of "
              + calls
              + " calls of rollouts had no answer; their rollouts have no score");
    }
    if (meter.unreadable() > MANY * calls) {
      lines.add(
          meter.unreadable()
              + " of "
              + calls
              + " calls of rollouts had an answer that could not be read, which scores 0 if a second"
              + " try has none either;"
              + " ascent predict --verbose shows what the model says");
    }
    return lines;
  }
}
