package dev.ascent.core.bucket;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A minibatch's buckets, the most instructive first.
 *
 * @param buckets by descending (max-min gap, max score, max-mean gap); ties keep their order
 * @param lowScore the 10th percentile of all scores of the minibatch
 * @param highScore the 90th percentile of all scores of the minibatch
 * @param meanScore of all scores of the minibatch
 */
public record RankedBuckets(
    List<Bucket> buckets, double lowScore, double highScore, double meanScore) {

  private static final Comparator<Bucket> MOST_INSTRUCTIVE_FIRST =
      Comparator.comparingDouble(Bucket::maxMinGap)
          .thenComparingDouble(bucket -> bucket.best().score())
          .thenComparingDouble(Bucket::maxMeanGap)
          .reversed();

  /** Ranks buckets that are in minibatch order; empty ones are left out. */
  public static RankedBuckets of(List<Bucket> inOrder) {
    List<Bucket> ranked =
        inOrder.stream()
            .filter(bucket -> !bucket.isEmpty())
            .sorted(MOST_INSTRUCTIVE_FIRST)
            .toList();
    double[] scores =
        ranked.stream()
            .flatMap(bucket -> bucket.rollouts().stream())
            .mapToDouble(rollout -> rollout.score())
            .toArray();
    if (scores.length == 0) {
      return new RankedBuckets(List.of(), 0, 0, 0);
    }
    return new RankedBuckets(
        ranked,
        Percentile.of(scores, 10),
        Percentile.of(scores, 90),
        Arrays.stream(scores).sum() / scores.length);
  }
}
