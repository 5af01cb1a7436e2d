package dev.ascent.core.task;

import java.util.stream.Stream;

/**
 * Upper limits of what may be spent; null means no limit.
 *
 * @param rollouts rollout attempts that reach the model's server, retries included
 * @param tokens prompt and completion tokens
 * @param usd US dollars
 */
public record Caps(Long rollouts, Long tokens, Double usd) {
  public static final Caps NONE = new Caps(null, null, null);

  /** Those that are set, one by one. */
  public Stream<Caps> each() {
    return Stream.of(
            new Caps(rollouts, null, null), new Caps(null, tokens, null), new Caps(null, null, usd))
        .filter(cap -> !cap.equals(NONE));
  }

  /** The lower one of each kind. */
  Caps least(Caps other) {
    return new Caps(
        least(rollouts, other.rollouts), least(tokens, other.tokens), least(usd, other.usd));
  }

  private static <T extends Comparable<T>> T least(T one, T other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  boolean limitsTokens() {
    return tokens != null || usd != null;
  }
}
