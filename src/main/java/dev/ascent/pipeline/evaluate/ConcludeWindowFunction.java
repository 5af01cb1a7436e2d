package dev.ascent.pipeline.evaluate;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.pipeline.gather.WindowContents;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.rank.RankedMinibatch;
import java.util.List;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.Collector;

/** Sums a minibatch up for the pool stage once its candidates were evaluated. */
public final class ConcludeWindowFunction
    extends ProcessWindowFunction<EvaluationElement, PoolInput, String, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(
      String key, Context context, Iterable<EvaluationElement> elements, Collector<PoolInput> out) {
    WindowContents<EvaluationElement> contents = WindowContents.of(elements);
    List<Rollout> rollouts = contents.parts(EvaluationElement::rollout);
    contents
        .opening()
        .ifPresent(opening -> out.collect(PoolInput.stepEnded(outcome(opening, rollouts))));
  }

  private static StepOutcome outcome(EvaluationElement opening, List<Rollout> rollouts) {
    RankedMinibatch ranked = opening.proposed().ranked();
    List<ProposalResult> proposals = opening.proposed().proposals();
    Usage usage = ranked.usage();
    for (Rollout rollout : rollouts) {
      usage = usage.plus(rollout.usage());
    }
    Usage reflections = Usage.NONE;
    for (ProposalResult proposal : proposals) {
      reflections = reflections.plus(proposal.usage());
    }
    return new StepOutcome(
        ranked.manifest(),
        ranked.sampled(),
        proposals,
        rollouts.stream().map(ScoredRollout::of).toList(),
        ranked.missing() + opening.expected() - rollouts.size(),
        usage,
        reflections,
        ranked.fault(),
        ranked.given());
  }
}
