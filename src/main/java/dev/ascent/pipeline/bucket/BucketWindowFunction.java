package dev.ascent.pipeline.bucket;

import dev.ascent.core.rollout.Rollout;
import dev.ascent.pipeline.gather.WindowContents;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The bucket stage: puts the rollouts of one example within one minibatch together.
 *
 * <p>A window without an opening holds what came after its bucket had ended: that is reported for
 * what it says of the programs, and reopens nothing.
 */
public final class BucketWindowFunction
    extends ProcessWindowFunction<BucketElement, FilledBucket, String, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  /** Rollouts that came after their bucket had ended. */
  public static final OutputTag<BucketElement> LATE =
      new OutputTag<>("late-rollouts", TypeInformation.of(BucketElement.class));

  private static final Comparator<Rollout> AS_ASKED =
      Comparator.<Rollout>comparingInt(rollout -> rollout.key().sample())
          .thenComparing(rollout -> rollout.key().program());

  @Override
  public void process(
      String key, Context context, Iterable<BucketElement> elements, Collector<FilledBucket> out) {
    WindowContents<BucketElement> contents = WindowContents.of(elements);
    if (contents.opening().isPresent()) {
      out.collect(filled(contents.opening().get(), contents.parts(BucketElement::rollout)));
    } else {
      contents.parts().forEach(late -> context.output(LATE, late));
    }
  }

  private static FilledBucket filled(BucketElement opening, List<Rollout> rollouts) {
    return new FilledBucket(
        opening.task(),
        opening.minibatch(),
        opening.example(),
        rollouts.stream().sorted(AS_ASKED).toList(),
        opening.expected() - rollouts.size());
  }
}
