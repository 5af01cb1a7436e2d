package dev.ascent.pipeline.validate;

import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.drift.ScoreLevel;
import dev.ascent.core.promotion.CanaryAnswers;
import dev.ascent.core.promotion.LoneFaults;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutCosts;
import dev.ascent.core.rollout.Usage;
import dev.ascent.pipeline.gather.WindowContents;
import dev.ascent.pipeline.pool.PoolInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.Collector;

/**
 * Pairs a round's rollouts by their examples. A pair needs both scores; one alone is a fault of the
 * other side.
 */
public final class CompareWindowFunction
    extends ProcessWindowFunction<RoundElement, PoolInput, String, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(
      String key, Context context, Iterable<RoundElement> elements, Collector<PoolInput> out) {
    WindowContents<RoundElement> contents = WindowContents.of(elements);
    List<Rollout> rollouts = contents.parts(RoundElement::rollout);
    contents.opening().ifPresent(round -> out.collect(ended(round, rollouts)));
  }

  private static PoolInput ended(RoundElement round, List<Rollout> rollouts) {
    RoundOpening opening = round.opening();
    return PoolInput.roundEnded(round.task(), opening.poolVersion(), outcome(opening, rollouts));
  }

  static RoundOutcome outcome(RoundOpening opening, List<Rollout> rollouts) {
    return opening.kind() == RoundKind.CANARIES
        ? ofCanaries(opening, rollouts)
        : ofPairs(opening, rollouts);
  }

  private static RoundOutcome ofCanaries(RoundOpening opening, List<Rollout> rollouts) {
    return new RoundOutcome(
        opening.attempt(),
        opening.number(),
        List.of(),
        0,
        2 * opening.pairs() - rollouts.size(),
        rollouts.stream().map(Rollout::usage).reduce(Usage.NONE, Usage::plus),
        false,
        LoneFaults.NONE,
        Canaries.answers(opening, rollouts),
        ScoreLevel.NONE,
        TestCosts.NONE);
  }

  private static RoundOutcome ofPairs(RoundOpening opening, List<Rollout> rollouts) {
    Map<String, Map<String, Rollout>> byExample = new TreeMap<>();
    Usage usage = Usage.NONE;
    for (Rollout rollout : rollouts) {
      usage = usage.plus(rollout.usage());
      if (rollout.isScored()) {
        byExample
            .computeIfAbsent(rollout.key().example(), example -> new HashMap<>())
            .put(rollout.key().program(), rollout);
      }
    }
    List<Double> differences = new ArrayList<>();
    ScoreLevel level = ScoreLevel.NONE;
    TestCosts costs = TestCosts.NONE;
    List<Double> challengerFaults = new ArrayList<>();
    List<Double> championFaults = new ArrayList<>();
    for (Map<String, Rollout> pair : byExample.values()) {
      Rollout challenger = pair.get(opening.challenger());
      Rollout champion = pair.get(opening.champion());
      if (challenger == null) {
        challengerFaults.add(champion.score());
      } else if (champion == null) {
        championFaults.add(challenger.score());
      } else {
        differences.add(challenger.score() - champion.score());
        level = level.after(challenger.score());
        costs = costs.plus(new TestCosts(RolloutCosts.of(challenger), RolloutCosts.of(champion)));
      }
    }
    return new RoundOutcome(
        opening.attempt(),
        opening.number(),
        differences,
        opening.pairs() - differences.size(),
        2 * opening.pairs() - rollouts.size(),
        usage,
        opening.exhausted(),
        new LoneFaults(List.copyOf(challengerFaults), List.copyOf(championFaults)),
        CanaryAnswers.NONE,
        level,
        costs);
  }
}
