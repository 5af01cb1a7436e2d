package dev.ascent.lm.limit;

/**
 * How many calls to a host began in some time and were refused.
 *
 * @param calls that began
 * @param refused calls that were refused as too many (429)
 * @param peakPerSecond how fast calls began where they came fastest
 */
record RefusalWindow(long calls, long refused, double peakPerSecond) {
  static final RefusalWindow NONE = new RefusalWindow(0, 0, 0);

  /** Refusals that come late may be more than the calls. */
  double share() {
    return calls == 0 ? 0 : Math.min(1, (double) refused / calls);
  }

  /** The share less one standard deviation of the count. */
  double shareAtLeast() {
    return calls == 0 ? 0 : Math.min(1, (refused - Math.sqrt((double) refused)) / calls);
  }

  RefusalWindow plus(RefusalWindow later) {
    return new RefusalWindow(
        calls + later.calls, refused + later.refused, Math.max(peakPerSecond, later.peakPerSecond));
  }
}
