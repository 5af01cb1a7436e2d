package dev.ascent.embedded.simulated;

/** The simulated model's measure of length: a token for every four characters begun. */
public final class Tokens {
  static final int CHARACTERS_PER_TOKEN = 4;

  private Tokens() {}

  /** The tokens of everything that a prompt shows. */
  public static int of(Prompt prompt) {
    return of(prompt.length());
  }

  public static int of(String text) {
    return of(text.length());
  }

  private static int of(int characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }
}
