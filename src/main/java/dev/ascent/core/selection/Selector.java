package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses among programs: which of them make rollouts, and which one a candidate is made from.
 *
 * <p>It works in two parts, as the pool is at hand when a minibatch begins and no longer when its
 * candidates are made: standings are taken from the pool, and draws need nothing but these.
 */
public interface Selector {

  /** The standing of each of the programs, in their order. */
  List<Standing> standings(List<PooledProgram> programs);

  /**
   * Begins a series of draws whose outcomes will be known together, after the last of them.
   *
   * @throws IllegalArgumentException if there are no standings
   */
  Draws draws(List<Standing> standings);

  /** A series of draws. */
  interface Draws {
    /** The position of the program that is drawn next. */
    int next(RandomGenerator random);
  }
}
