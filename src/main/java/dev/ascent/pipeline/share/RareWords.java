package dev.ascent.pipeline.share;

import java.io.Serializable;

/**
 * What records may teach of their rare words: those that too few authors have used before.
 *
 * @param sharedBy how many authors it takes until a word is not rare, see {@link #enough}; 0 for
 *     none
 * @param taught which records may pass rare words on
 */
public record RareWords(int sharedBy, Taught taught) implements Serializable {
  /** All records may. */
  public static final RareWords ALLOWED = new RareWords(0, Taught.ALWAYS);

  /** Those may that have no more of them than half of a task's latest ones, see RecentRarity. */
  public static final RareWords DEFAULT = new RareWords(5, Taught.USUAL);

  /** So many authors there have to be for each that a word needs. */
  private static final int AUTHORS_FOR_EACH = 3;

  /** Which records may pass rare words on to a rule or a demonstration. */
  public enum Taught {
    USUAL,
    NEVER,
    ALWAYS
  }

  /**
   * How many authors make a word of a task common. Where a service logs under its own name, and so
   * all records are of one, it suffices that the word came before; not where no rare word may be
   * taught.
   *
   * @param authors behind the task's latest records
   */
  public int enough(int authors) {
    return taught == Taught.NEVER
        ? sharedBy
        : Math.min(sharedBy, Math.max(1, authors / AUTHORS_FOR_EACH));
  }

  /** Whether words need not be counted. */
  public boolean areIgnored() {
    return sharedBy == 0 || taught == Taught.ALWAYS;
  }
}
