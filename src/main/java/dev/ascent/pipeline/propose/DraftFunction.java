package dev.ascent.pipeline.propose;

import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.rank.RankedMinibatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Decides which candidates are made from a ranked minibatch. */
public final class DraftFunction extends ProcessFunction<RankedMinibatch, ProposeRequest> {
  private static final long serialVersionUID = 1L;

  /** The minibatches that wait for what is made of them. */
  public static final OutputTag<ProposalElement> OPENINGS =
      new OutputTag<>("proposal-openings", TypeInformation.of(ProposalElement.class));

  private final AscentSettings settings;

  public DraftFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void processElement(
      RankedMinibatch ranked, Context context, Collector<ProposeRequest> out) {
    Manifest manifest = ranked.manifest();
    List<Draft> drafts = drafts(manifest, ranked.ranked());
    Map<String, Bucket> buckets = new HashMap<>();
    ranked.ranked().buckets().forEach(bucket -> buckets.put(bucket.example().id(), bucket));
    for (Draft draft : drafts) {
      out.collect(
          new ProposeRequest(
              manifest.id(),
              manifest.owner(),
              manifest.lease(),
              manifest.definition(),
              draft,
              buckets.get(draft.example()),
              ranked.ranked().lowScore(),
              ranked.ranked().highScore()));
    }
    context.output(
        OPENINGS,
        new ProposalElement(
            manifest.task(),
            manifest.id(),
            ranked.withoutBuckets(),
            drafts.size(),
            null,
            settings.callDeadline().toMillis()));
  }

  private static List<Draft> drafts(Manifest manifest, RankedBuckets ranked) {
    return manifest.minibatch().purpose() == Minibatch.Purpose.STEP
        ? Algorithms.of(manifest.definition())
            .propose(
                manifest,
                ranked,
                Seeds.generator(manifest.definition().seed(), "propose", manifest.id()))
        : List.of();
  }
}
