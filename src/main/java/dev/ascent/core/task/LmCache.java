package dev.ascent.core.task;

/**
 * How many greedy answers are remembered, and how long.
 *
 * @param megabytes of each profile in a process; 0 for none
 * @param minutes after which a question is asked again
 */
public record LmCache(int megabytes, int minutes) {
  public static final LmCache DEFAULT = new LmCache(16, 60);
}
