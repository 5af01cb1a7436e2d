package dev.ascent.pipeline;

/** Compound keys of streams. */
public final class Keys {
  private static final char SEPARATOR = '\u001f';

  private Keys() {}

  /** One key of two names, neither of which holds a unit separator. */
  public static String of(String first, String second) {
    return first + SEPARATOR + second;
  }
}
