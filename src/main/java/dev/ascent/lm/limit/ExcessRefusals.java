package dev.ascent.lm.limit;

import java.util.Optional;

/**
 * Tells when a host refuses more than it does at random, by a cumulative sum (Page, "Continuous
 * Inspection Schemes", 1954) of the refusals above what is tolerated. Not safe to use from several
 * threads.
 *
 * <p>What a host refuses at random, its floor, is nothing until {@link #isFloor} says otherwise.
 * From then on it follows the share that is refused, at most up to what was said, and is forgotten
 * after some minutes, as hosts change and the verdict may have been wrong.
 */
final class ExcessRefusals {
  private static final double TOLERATED_TIMES_FLOOR = 1.5;
  private static final double TOLERATED_ANYWAY = 0.01;

  /** The sum is too high above so many refusals and the deviations of so many calls. */
  private static final double LEAST_EXCESS = 3;

  private static final double DEVIATIONS = 4;
  private static final double CALLS_OF_DEVIATION = 200;

  private static final double FLOOR_MEMORY_CALLS = 1000;
  private static final long FLOOR_MEMORY_NANOS = 300_000_000_000L;

  private double floor;
  private double highestFloor;
  private long floorSince;
  private double excess;
  private RefusalWindow stretch = RefusalWindow.NONE;

  /** The share of calls that the host refuses at random. */
  double floor() {
    return floor;
  }

  /** Learns a window; returns all calls since there began to be too many refusals, if there are. */
  Optional<RefusalWindow> learn(RefusalWindow window, long now) {
    if (now - floorSince > FLOOR_MEMORY_NANOS) {
      floor = 0;
      highestFloor = 0;
    }
    excess +=
        window.refused() - (TOLERATED_TIMES_FLOOR * floor + TOLERATED_ANYWAY) * window.calls();
    stretch = stretch.plus(window);
    double weight = window.calls() / (window.calls() + FLOOR_MEMORY_CALLS);
    floor = Math.min(highestFloor, floor + weight * (window.share() - floor));
    double variance = CALLS_OF_DEVIATION * floor * (1 - floor);
    if (excess > LEAST_EXCESS + DEVIATIONS * Math.sqrt(variance)) {
      RefusalWindow tooMany = stretch;
      clear();
      return Optional.of(tooMany);
    }
    if (excess <= 0) {
      clear();
    }
    return Optional.empty();
  }

  /** Learns that a share of calls is refused whatever their pace. */
  void isFloor(double share, long now) {
    floor = Math.max(floor, share);
    highestFloor = Math.max(highestFloor, floor);
    floorSince = now;
    clear();
  }

  private void clear() {
    excess = 0;
    stretch = RefusalWindow.NONE;
  }
}
