package dev.ascent.core.algorithm;

import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Verdict;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.strategy.Strategy;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How programs are searched for: what a minibatch's rollouts are spent on and what is concluded
 * from them. An algorithm has no state of its own; the pool holds all that it needs to know.
 */
public interface Algorithm {

  /** The most rollouts that a step can take for each example of its minibatch. */
  int rolloutsPerExample(Pool pool);

  /** The rollouts that a step begins with. */
  Sampling sample(Pool pool, Minibatch minibatch, RandomGenerator random);

  /** What to make of the sampled rollouts. */
  List<Draft> propose(Manifest manifest, RankedBuckets ranked, RandomGenerator random);

  /** The strategy that a draft names. */
  Strategy strategy(String name);

  /**
   * Why a candidate is not worth trying as it is; nothing where it is, or where it is no more than
   * what another program will be put together from.
   */
  default Optional<String> refusal(Program candidate) {
    return Optional.empty();
  }

  /** The rollouts that tell whether the candidates are any good. */
  List<Trial> evaluate(Manifest manifest, List<ProposalResult> proposals);

  /** What the pool learns from the step. */
  List<Change> conclude(Pool pool, StepOutcome outcome);

  /** What the pool learns from a rollout that came after its step had ended. */
  List<Change> creditLate(ScoredRollout late);

  /** Ids of the programs that a bounded search runs on all training examples before it chooses. */
  List<String> finalists(Pool pool);

  /** The most finalists that there can be. */
  int mostFinalists(Pool pool);

  /** The best program of a bounded search, and how sure that is on training examples. */
  Verdict choose(Pool pool);
}
