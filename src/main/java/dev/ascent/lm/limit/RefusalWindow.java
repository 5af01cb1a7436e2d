package dev.ascent.lm.limit;

/**
 * How calls to a host ended in some time.
 *
 * @param nanos how long it was
 * @param answered calls that were not refused
 * @param refused calls that were refused as too many (429)
 */
record RefusalWindow(long nanos, long answered, long refused) {
  double share() {
    return (double) refused / (answered + refused);
  }

  double answeredPerSecond() {
    return answered * 1e9 / nanos;
  }
}
