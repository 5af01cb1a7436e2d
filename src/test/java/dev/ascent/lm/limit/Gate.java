package dev.ascent.lm.limit;

import java.util.Random;

/** Whether a host refuses a call that comes at a time, in seconds. */
@FunctionalInterface
interface Gate {
  boolean refuses(double seconds);

  /** Refuses a share of the calls, whatever their pace. */
  static Gate random(double share, long seed) {
    Random random = new Random(seed);
    return seconds -> random.nextDouble() < share;
  }

  /** A rate that tests change while it is in use. */
  final class Rate {
    private double perSecond;

    Rate(double perSecond) {
      this.perSecond = perSecond;
    }

    void becomes(double other) {
      perSecond = other;
    }

    /** Admits the rate, and at once what so many seconds of it amount to. */
    Gate asTokenBucket(double burstSeconds) {
      double[] filled = {burstSeconds * perSecond, 0};
      return seconds -> {
        double added = (seconds - filled[1]) * perSecond;
        filled[0] = Math.min(Math.max(1, burstSeconds * perSecond), filled[0] + added);
        filled[1] = seconds;
        boolean admits = filled[0] >= 1;
        filled[0] -= admits ? 1 : 0;
        return !admits;
      };
    }

    /** Admits so many in each whole second. */
    Gate asFixedWindow() {
      double[] admitted = {-1, 0};
      return seconds -> {
        if (Math.floor(seconds) != admitted[0]) {
          admitted[0] = Math.floor(seconds);
          admitted[1] = 0;
        }
        return ++admitted[1] > perSecond;
      };
    }
  }
}
