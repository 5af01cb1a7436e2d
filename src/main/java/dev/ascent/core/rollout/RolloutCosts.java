package dev.ascent.core.rollout;

/**
 * What rollouts of one program took.
 *
 * @param rollouts how many
 * @param usage of all of them, failed attempts included
 * @param millis from each one's first request to its end, added up
 */
public record RolloutCosts(int rollouts, Usage usage, long millis) {
  public static final RolloutCosts NONE = new RolloutCosts(0, Usage.NONE, 0);

  /**
   * Those of one rollout. An answer that was remembered took nothing, which says nothing of what
   * its program takes, so that a rollout with one counts as none.
   */
  public static RolloutCosts of(Rollout rollout) {
    boolean wasRemembered = rollout.usage().requests() < Math.max(1, rollout.trajectory().size());
    return wasRemembered ? NONE : new RolloutCosts(1, rollout.usage(), rollout.latencyMillis());
  }

  public RolloutCosts plus(RolloutCosts other) {
    return new RolloutCosts(
        rollouts + other.rollouts, usage.plus(other.usage), millis + other.millis);
  }
}
