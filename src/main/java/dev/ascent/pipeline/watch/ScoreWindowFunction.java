package dev.ascent.pipeline.watch;

import dev.ascent.core.decision.LiveOutcome;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.pipeline.gather.WindowContents;
import dev.ascent.pipeline.pool.PoolInput;
import java.util.List;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.Collector;

/** Puts the scores of one batch of live rollouts together; what has no score is missing. */
public final class ScoreWindowFunction
    extends ProcessWindowFunction<LiveElement, PoolInput, String, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(
      String key, Context context, Iterable<LiveElement> elements, Collector<PoolInput> out) {
    WindowContents<LiveElement> contents = WindowContents.of(elements);
    List<Rollout> rollouts = contents.parts(LiveElement::rollout);
    contents
        .opening()
        .ifPresent(
            batch ->
                out.collect(
                    PoolInput.liveEnded(
                        batch.task(), batch.opening().poolVersion(), outcome(batch, rollouts))));
  }

  private static LiveOutcome outcome(LiveElement batch, List<Rollout> rollouts) {
    LiveOpening opening = batch.opening();
    return new LiveOutcome(
        batch.batch(),
        opening.epoch(),
        rollouts.stream().filter(Rollout::isScored).map(Rollout::score).toList(),
        opening.logged(),
        opening.rollouts() - rollouts.size(),
        rollouts.stream().map(Rollout::usage).reduce(Usage.NONE, Usage::plus));
  }
}
