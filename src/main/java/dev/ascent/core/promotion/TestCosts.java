package dev.ascent.core.promotion;

import dev.ascent.core.rollout.RolloutCosts;

/**
 * What the rollouts of a test's pairs took, side by side.
 *
 * @param challenger of the program that may be promoted
 * @param champion of the program that it has to beat
 */
public record TestCosts(RolloutCosts challenger, RolloutCosts champion) {
  public static final TestCosts NONE = new TestCosts(RolloutCosts.NONE, RolloutCosts.NONE);

  public TestCosts plus(TestCosts other) {
    return new TestCosts(challenger.plus(other.challenger), champion.plus(other.champion));
  }
}
