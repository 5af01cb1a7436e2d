package dev.ascent.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.GivenAnswer;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.pipeline.bucket.FilledBucket;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.propose.DraftFunction;
import dev.ascent.pipeline.propose.ProposedMinibatch;
import dev.ascent.pipeline.rank.RankElement;
import dev.ascent.pipeline.rank.RankWindowFunction;
import dev.ascent.pipeline.rank.RankedMinibatch;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class ConcludeWindowFunctionTest {
  private static final Example EXAMPLE =
      Example.labelled("e1", Map.of("ticket", "t"), Map.of("team", "sales"));

  /** Through the stages that a minibatch passes: its trajectories are dropped on the way. */
  @Test
  void whatWasAnsweredGoesOnToThePool() throws Exception {
    Rollout right = rollout("p1", "sales", 1);
    Rollout wrong = rollout("p2", "billing", 0);

    assertThat(concluded(drafted(ranked(right, wrong))).given())
        .containsExactly(
            new GivenAnswer("p1", "e1", Map.of("team", "sales")),
            new GivenAnswer("p2", "e1", Map.of("team", "billing")));
  }

  private static RankedMinibatch ranked(Rollout... rollouts) {
    Manifest manifest =
        new Manifest(
            TaskBuilder.ascent().build(),
            new Minibatch("m1", "tickets", Minibatch.Purpose.SELECTION, List.of(EXAMPLE), 0),
            new Lease("m1", 2, 1),
            List.of(),
            List.of(),
            1,
            "run-1");
    FilledBucket bucket = new FilledBucket("tickets", "m1", EXAMPLE, List.of(rollouts), 0);
    List<RankedMinibatch> out = new ArrayList<>();
    new RankWindowFunction()
        .process(
            "m1",
            null,
            List.of(RankElement.of(manifest, 1_000), RankElement.of(bucket, 1_000)),
            new ListCollector<>(out));
    return out.get(0);
  }

  private static RankedMinibatch drafted(RankedMinibatch ranked) throws Exception {
    try (var harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new DraftFunction(HarnessSettings.of("run-1")))) {
      harness.processElement(ranked, 0);
      RankedMinibatch waiting =
          harness.getSideOutput(DraftFunction.OPENINGS).remove().getValue().ranked();
      assertThat(waiting.ranked().buckets()).isEmpty();
      return waiting;
    }
  }

  private static StepOutcome concluded(RankedMinibatch ranked) {
    EvaluationElement opening =
        new EvaluationElement(
            "tickets", "m1", new ProposedMinibatch(ranked, List.of()), 0, null, 1_000);
    List<PoolInput> out = new ArrayList<>();
    new ConcludeWindowFunction().process("m1", null, List.of(opening), new ListCollector<>(out));
    return out.get(0).step();
  }

  private static Rollout rollout(String program, String team, double score) {
    return new Rollout(
        new RolloutKey("m1", "e1", program, 0),
        RolloutStatus.SCORED,
        List.of(),
        Map.of("team", team),
        score,
        "",
        Usage.NONE,
        1);
  }
}
