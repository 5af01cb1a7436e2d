package dev.ascent.core.budget;

/**
 * Permission to spend, charged in full until it is settled.
 *
 * @param id of the minibatch or validation round that it is for
 * @param rollouts how many may be requested
 * @param attemptsEach how often the server may be asked for each of them
 * @param reflectionAttempts how often the server may be asked for each reflection
 * @param promptTokens the most that the prompt of one call may hold; {@link Long#MAX_VALUE} where
 *     nothing limits tokens
 * @param attempt what one attempt at any of a rollout's calls costs at most
 * @param reflection what one attempt at a reflection costs at most
 * @param charge what all of it costs at most
 * @param rollout what one rollout costs at most, with all of its attempts
 */
public record Lease(
    String id,
    int rollouts,
    int attemptsEach,
    int reflectionAttempts,
    long promptTokens,
    Cost attempt,
    Cost reflection,
    Cost charge,
    Cost rollout) {
  private static final int TIMES_PROMPT = 2;
  private static final int MORE_PROMPT_TOKENS = 3_000;

  /** Journals from before modules had their own models hold no cost of a rollout. */
  public Lease {
    rollout = rollout == null ? attempt.times(attemptsEach) : rollout;
  }

  /** A lease where rollouts alone are limited. */
  public Lease(String id, int rollouts, int attemptsEach) {
    this(
        id,
        rollouts,
        attemptsEach,
        Math.min(LeaseWish.MOST_REFLECTION_ATTEMPTS, attemptsEach),
        Long.MAX_VALUE,
        new Cost(1, 0, 0),
        Cost.NONE,
        new Cost((long) rollouts * attemptsEach, 0, 0),
        new Cost(attemptsEach, 0, 0));
  }

  /** What so many of its rollouts cost at most, with all of their attempts. */
  public Cost costOf(int some) {
    return rollout.times(some);
  }

  /** The most that the prompt of a reflection may hold: it shows several answers and prompts. */
  public long reflectionPromptTokens() {
    return reflectionPromptTokens(promptTokens);
  }

  static long reflectionPromptTokens(long promptTokens) {
    return promptTokens == Long.MAX_VALUE
        ? promptTokens
        : TIMES_PROMPT * promptTokens + MORE_PROMPT_TOKENS;
  }
}
