package dev.ascent.pipeline.rank;

import dev.ascent.core.algorithm.GivenAnswer;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.pipeline.bucket.FilledBucket;
import dev.ascent.pipeline.gather.WindowContents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.Collector;

/** The rank stage: sorts a minibatch's buckets, the most instructive first. */
public final class RankWindowFunction
    extends ProcessWindowFunction<RankElement, RankedMinibatch, String, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(
      String minibatch,
      Context context,
      Iterable<RankElement> elements,
      Collector<RankedMinibatch> out) {
    WindowContents<RankElement> contents = WindowContents.of(elements);
    List<FilledBucket> filled = contents.parts(RankElement::bucket);
    contents.opening().ifPresent(opening -> out.collect(rank(opening.manifest(), filled)));
  }

  private static RankedMinibatch rank(Manifest manifest, List<FilledBucket> all) {
    Map<String, FilledBucket> byExample = new HashMap<>();
    all.forEach(bucket -> byExample.put(bucket.example().id(), bucket));
    List<Bucket> buckets = new ArrayList<>();
    List<ScoredRollout> sampled = new ArrayList<>();
    Usage usage = Usage.NONE;
    String fault = "";
    for (String example : manifest.minibatch().exampleIds()) {
      FilledBucket filled = byExample.get(example);
      if (filled != null) {
        buckets.add(Bucket.of(filled.example(), filled.rollouts()));
        for (Rollout rollout : filled.rollouts()) {
          sampled.add(ScoredRollout.of(rollout));
          usage = usage.plus(rollout.usage());
          fault = fault.isEmpty() && !rollout.isScored() ? rollout.feedback() : fault;
        }
      }
    }
    int missing = manifest.trials().size() - sampled.size();
    RankedBuckets ranked = RankedBuckets.of(buckets);
    return new RankedMinibatch(
        manifest, ranked, sampled, missing, usage, fault, GivenAnswer.in(ranked.buckets()));
  }
}
