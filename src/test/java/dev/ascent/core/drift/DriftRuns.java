package dev.ascent.core.drift;

import dev.ascent.core.random.Seeds;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * How many scores simulated detectors take until their alarm.
 *
 * @param lengths in ascending order; counted from the fall where there is one
 * @param early runs with an alarm before the fall, which are not among the lengths
 */
@SuppressWarnings("ArrayRecordComponent")
public record DriftRuns(int[] lengths, int early) {
  /** Scores before a fall, so that it comes upon a detector that has seen some. */
  private static final int BEFORE = 300;

  /** Runs whose mean stays where it is. */
  public static DriftRuns withoutFall(
      ScoreScale scale, double mean, double limit, int runs, long seed) {
    int[] lengths = new int[runs];
    for (int run = 0; run < runs; run++) {
      RandomGenerator random = generator(scale, mean, limit, run, seed);
      lengths[run] = untilAlarm(DriftDetector.startingAt(limit), scale, mean, random);
    }
    return sorted(lengths, 0);
  }

  /** Runs whose mean falls once from the baseline, for good. */
  public static DriftRuns withFall(
      ScoreScale scale, double baseline, double limit, double fall, int runs, long seed) {
    int[] lengths = new int[runs];
    int known = 0;
    int started = 0;
    while (known < runs) {
      RandomGenerator random = generator(scale, baseline - fall, limit, started++, seed);
      OptionalInt length = delay(scale, baseline, limit, fall, random);
      if (length.isPresent()) {
        lengths[known++] = length.getAsInt();
      }
    }
    return sorted(lengths, started - known);
  }

  /** Scores from the fall to the alarm; nothing where it came before. */
  private static OptionalInt delay(
      ScoreScale scale, double baseline, double limit, double fall, RandomGenerator random) {
    DriftDetector detector = DriftDetector.startingAt(limit);
    for (int i = 0; i < BEFORE; i++) {
      detector = detector.after(scale.draw(random, baseline));
      if (detector.isAlarmed()) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of(untilAlarm(detector, scale, baseline - fall, random));
  }

  private static int untilAlarm(
      DriftDetector start, ScoreScale scale, double mean, RandomGenerator random) {
    DriftDetector detector = start;
    int scores = 0;
    while (!detector.isAlarmed()) {
      detector = detector.after(scale.draw(random, mean));
      scores++;
    }
    return scores;
  }

  private static RandomGenerator generator(
      ScoreScale scale, double mean, double limit, int run, long seed) {
    return Seeds.generator(seed, "drift", scale.name(), mean + "/" + limit, String.valueOf(run));
  }

  private static DriftRuns sorted(int[] lengths, int early) {
    Arrays.sort(lengths);
    return new DriftRuns(lengths, early);
  }

  public double mean() {
    return Arrays.stream(lengths).average().orElseThrow();
  }

  /** Of the mean. */
  public double standardError() {
    double mean = mean();
    double squares = Arrays.stream(lengths).mapToDouble(n -> (n - mean) * (n - mean)).sum();
    return Math.sqrt(squares / (lengths.length - 1) / lengths.length);
  }

  public int quantile(double share) {
    return lengths[(int) Math.ceil(share * lengths.length) - 1];
  }
}
