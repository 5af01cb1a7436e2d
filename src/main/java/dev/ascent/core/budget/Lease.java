package dev.ascent.core.budget;

/**
 * Permission to make rollouts, charged in full until it is settled.
 *
 * @param id of the minibatch or validation round that it is for
 * @param rollouts how many may be requested
 * @param attemptsEach how often the server may be asked for each of them
 */
public record Lease(String id, int rollouts, int attemptsEach) {

  /** Rollout attempts that it may cost at most. */
  public long charge() {
    return (long) rollouts * attemptsEach;
  }
}
