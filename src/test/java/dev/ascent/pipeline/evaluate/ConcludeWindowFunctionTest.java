package dev.ascent.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.GivenAnswer;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.propose.ProposedMinibatch;
import dev.ascent.pipeline.rank.RankedMinibatch;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class ConcludeWindowFunctionTest {
  private static final Example EXAMPLE =
      Example.labelled("e1", Map.of("ticket", "t"), Map.of("team", "sales"));

  @Test
  void whatWasAnsweredGoesOnToThePool() {
    Rollout right = rollout("p1", "sales", 1);
    Rollout wrong = rollout("p2", "billing", 0);

    assertThat(outcome(right, wrong).given())
        .containsExactly(
            new GivenAnswer("p1", "e1", Map.of("team", "sales")),
            new GivenAnswer("p2", "e1", Map.of("team", "billing")));
  }

  private static StepOutcome outcome(Rollout... rollouts) {
    List<Rollout> sampled = List.of(rollouts);
    Manifest manifest =
        new Manifest(
            TaskBuilder.ascent().build(),
            new Minibatch("m1", "tickets", Minibatch.Purpose.STEP, List.of(EXAMPLE), 0),
            new Lease("m1", 2, 1),
            List.of(),
            List.of(),
            1,
            "run-1");
    RankedMinibatch ranked =
        new RankedMinibatch(
            manifest,
            RankedBuckets.of(List.of(Bucket.of(EXAMPLE, sampled))),
            sampled.stream().map(ScoredRollout::of).toList(),
            0,
            Usage.NONE,
            "");
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
