package dev.ascent.core.text;

import dev.ascent.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fingerprints of 64 bits that differ in few bits where texts differ in few words: Charikar's
 * SimHash (2002) over the texts' words and pairs of words. Case, white space, punctuation and
 * disguises, as {@link PlainText} knows them, do not matter.
 *
 * <p>A text of fewer than {@value #LEAST_WORDS} words differs from another in most of its
 * fingerprint, however alike they are.
 */
public final class Fingerprint {
  /**
   * One word exchanged among twenty turns about six bits, and unrelated texts differ in 32 on
   * average, with a standard deviation of 4.
   */
  private static final int MOST_BITS = 10;

  static final int LEAST_WORDS = 8;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private Fingerprint() {}

  public static long of(String text) {
    String plain = PlainText.of(text);
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(plain);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words.size() < LEAST_WORDS ? Seeds.spread(plain) : simHash(words);
  }

  private static long simHash(List<String> words) {
    int[] votes = new int[Long.SIZE];
    for (int i = 0; i < words.size(); i++) {
      vote(votes, Seeds.spread(words.get(i)));
      if (i > 0) {
        vote(votes, Seeds.spread(words.get(i - 1) + " " + words.get(i)));
      }
    }
    long fingerprint = 0;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if (votes[bit] > 0) {
        fingerprint |= 1L << bit;
      }
    }
    return fingerprint;
  }

  private static void vote(int[] votes, long hash) {
    for (int bit = 0; bit < Long.SIZE; bit++) {
      votes[bit] += (hash >>> bit & 1) == 1 ? 1 : -1;
    }
  }

  /** Whether two texts are nearly the same, by their fingerprints. */
  public static boolean areAlike(long one, long other) {
    return Long.bitCount(one ^ other) <= MOST_BITS;
  }
}
