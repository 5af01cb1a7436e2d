package dev.ascent.pipeline.rank;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.pipeline.bucket.FilledBucket;
import dev.ascent.pipeline.gather.Gathered;

/**
 * A minibatch's manifest, or one of its buckets.
 *
 * @param task whose it is
 * @param minibatch its id
 * @param manifest null for a bucket
 * @param bucket null for the manifest
 * @param deadlineMillis how long the minibatch waits for its buckets
 */
public record RankElement(
    String task, String minibatch, Manifest manifest, FilledBucket bucket, long deadlineMillis)
    implements Gathered {

  public static RankElement of(Manifest manifest, long deadlineMillis) {
    return new RankElement(manifest.task(), manifest.id(), manifest, null, deadlineMillis);
  }

  public static RankElement of(FilledBucket bucket, long deadlineMillis) {
    return new RankElement(bucket.task(), bucket.minibatch(), null, bucket, deadlineMillis);
  }

  @Override
  public int expectedParts() {
    return manifest == null ? -1 : manifest.minibatch().examples().size();
  }

  @Override
  public boolean isPart() {
    return bucket != null;
  }
}
