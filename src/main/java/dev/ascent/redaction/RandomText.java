package dev.ascent.redaction;

/** Tells keys and tokens, which chance made, from words. */
final class RandomText {
  /** Bits a character; words written together have about 3.5 over as many characters. */
  private static final double MOST_OF_WORDS = 3.9;

  private RandomText() {}

  /**
   * Whether a run of letters and digits looks drawn at random: by Shannon's entropy of its
   * characters, and as it mixes small and capital letters and digits. Hexadecimal ids and digests
   * do not, since few characters occur in them.
   */
  static boolean isRandom(String text) {
    return text.chars().anyMatch(Character::isUpperCase)
        && text.chars().anyMatch(Character::isLowerCase)
        && text.chars().filter(Character::isDigit).count() >= 2
        && entropy(text) > MOST_OF_WORDS;
  }

  private static double entropy(String text) {
    int[] counts = new int[128];
    text.chars().forEach(c -> counts[c]++);
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / text.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }
}
