package dev.ascent.core.pool;

/**
 * What people have to say about a champion.
 *
 * @param isPinned whether it is kept, whatever is proven
 * @param awaiting the challenger that waits for approval, or null
 */
public record Steering(boolean isPinned, Awaiting awaiting) {
  public static final Steering NONE = new Steering(false, null);
}
