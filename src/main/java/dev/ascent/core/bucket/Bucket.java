package dev.ascent.core.bucket;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import java.util.Comparator;
import java.util.List;

/**
 * The scored rollouts of one example within one minibatch, best first.
 *
 * @param example what they ran on
 * @param rollouts by descending score; rollouts of equal score keep the order in which they were
 *     asked for; rollouts without a score are left out
 */
public record Bucket(Example example, List<Rollout> rollouts) {

  /** Sorts the scored ones among {@code asked}, which are in the order of their requests. */
  public static Bucket of(Example example, List<Rollout> asked) {
    return new Bucket(
        example,
        asked.stream()
            .filter(Rollout::isScored)
            .sorted(Comparator.comparingDouble(Rollout::score).reversed())
            .toList());
  }

  public boolean isEmpty() {
    return rollouts.isEmpty();
  }

  public Rollout best() {
    return rollouts.get(0);
  }

  public Rollout worst() {
    return rollouts.get(rollouts.size() - 1);
  }

  /** Summed plainly, best first, as DSPy does: the last digit may decide between near-equals. */
  public double meanScore() {
    double sum = 0;
    for (Rollout rollout : rollouts) {
      sum += rollout.score();
    }
    return sum / rollouts.size();
  }

  /** Best minus worst score: how much the attempts differ. */
  public double maxMinGap() {
    return best().score() - worst().score();
  }

  /**
   * Whether anything tells how its worst rollout could have been better: another one, what is known
   * of the example, or what the metric says.
   */
  public boolean isTelling() {
    return maxMinGap() > 0 || example.isTelling() || !worst().feedback().isBlank();
  }

  /** Best minus mean score: how far the typical attempt stays behind. */
  public double maxMeanGap() {
    return best().score() - meanScore();
  }
}
