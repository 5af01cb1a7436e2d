package dev.ascent.core.simulation;

import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Rollout;
import java.util.List;

/**
 * All that a simulated search did.
 *
 * @param task what was searched
 * @param entries the journal
 * @param pools the pool after each entry
 * @param steps what came of each minibatch, selections included
 * @param rounds what came of each round of holdout pairs
 * @param made every rollout with its program, in order
 * @param rolloutRequests that the model counted
 * @param reflectionRequests that the model counted
 * @param promptTokens that the model counted
 * @param completionTokens that the model counted
 */
public record SearchTrace(
    SimulatedTask task,
    List<JournalEntry> entries,
    List<Pool> pools,
    List<StepOutcome> steps,
    List<RoundOutcome> rounds,
    List<Made> made,
    long rolloutRequests,
    long reflectionRequests,
    long promptTokens,
    long completionTokens) {

  /** What rollouts were made for. */
  public enum Purpose {
    SAMPLING,
    EVALUATION,
    SELECTION,
    VALIDATION
  }

  /** A rollout that was made. */
  public record Made(Purpose purpose, Program program, Rollout rollout) {}

  public Pool last() {
    return pools.get(pools.size() - 1);
  }

  /** The program that the search would have people use. */
  public Program result() {
    Pool pool = last();
    return pool.program(pool.verdict() == null ? pool.leader() : pool.verdict().program());
  }

  /** The expected score of the result on new examples. */
  public double accuracy() {
    return task.world().accuracy(result());
  }

  /** Which share of the gain that is possible was attained. */
  public double shareOfAttainableGain() {
    double start = task.world().start();
    return (accuracy() - start) / (task.world().attainable() - start);
  }

  /** Whether the result did better than the program at the start in a test on the holdout. */
  public boolean isProven() {
    return last().champions().size() > 1;
  }

  public List<Rollout> rollouts(Purpose purpose) {
    return made.stream().filter(m -> m.purpose() == purpose).map(Made::rollout).toList();
  }
}
