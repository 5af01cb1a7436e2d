package dev.ascent.core.metric;

/**
 * A text that can be read a bounded number of times.
 *
 * <p>A regular expression that backtracks without end reads its text without end: this is where it
 * stops, after the same number of steps on every machine.
 */
final class StepLimitedText implements CharSequence {
  private static final int STEPS_PER_SEARCH = 2_000_000;

  private final CharSequence text;
  private int stepsLeft = STEPS_PER_SEARCH;

  StepLimitedText(CharSequence text) {
    this.text = text;
  }

  @Override
  public char charAt(int index) {
    if (stepsLeft == 0) {
      throw new LimitReachedException();
    }
    stepsLeft--;
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** The search took more steps than it may. */
  static final class LimitReachedException extends RuntimeException {
    LimitReachedException() {
      super("the search took more than " + STEPS_PER_SEARCH + " steps", null, false, false);
    }
  }
}
