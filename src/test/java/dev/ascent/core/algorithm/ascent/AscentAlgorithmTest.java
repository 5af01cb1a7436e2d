package dev.ascent.core.algorithm.ascent;

import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.EXAMPLES;
import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.examples;
import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.minibatch;
import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.rule;
import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.pool.Change;
import dev.ascent.core.program.Program;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Feedback;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.DemoFromLabel;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AscentAlgorithmTest {
  /** As many examples as a program has to be seen on to be compared. */
  private static final int ENOUGH = 24;

  private AlgorithmSteps steps = new AlgorithmSteps(TaskBuilder.ascent().build());

  @Test
  void aStepRunsTheNewestChallengerAndTheLeaderOnceOnEveryExample() {
    Program older = steps.joined("a");
    Program newest = steps.joined("b");

    Sampling sampling =
        steps.algorithm().sample(steps.pool(), minibatch(EXAMPLES), Seeds.generator(1));

    assertThat(sampling.sources())
        .extracting(Source::id)
        .containsExactly(newest.id(), steps.pool().start())
        .doesNotContain(older.id());
    for (Example example : EXAMPLES) {
      assertThat(sampling.trials())
          .filteredOn(trial -> trial.example().equals(example.id()))
          .extracting(Trial::program)
          .containsExactly(newest.id(), steps.pool().start());
    }
  }

  @Test
  void aLeaderWithoutAChallengerRunsAlone() {
    assertThat(sampledPrograms()).containsExactly(steps.pool().start());
  }

  @Test
  void aStreamGoesOnRunningItsChampionUntilALeaderCanBeComparedWithIt() {
    Program leader = steps.joined("a");
    steps.change(new Change.Led(leader.id()));
    steps.change(new Change.Credited(scores(leader, examples(ENOUGH), 1)));

    steps.change(new Change.Credited(scores(steps.start(), examples(ENOUGH - 1), 0)));
    assertThat(sampledPrograms()).containsExactly(leader.id(), steps.pool().start());

    steps.change(new Change.Credited(scores(steps.start(), examples(ENOUGH), 0)));
    assertThat(sampledPrograms()).containsExactly(leader.id());
  }

  @Test
  void aSearchOnAFileDoesNotReturnToItsStart() {
    steps = new AlgorithmSteps(TaskBuilder.ascent().dataset(100, 50).build());
    Program leader = steps.joined("a");
    steps.change(new Change.Led(leader.id()));
    steps.change(new Change.Credited(scores(leader, EXAMPLES, 1)));
    steps.change(new Change.Credited(scores(steps.start(), EXAMPLES, 0)));

    assertThat(sampledPrograms()).containsExactly(leader.id());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void aLeaseCoversAllThatAStepMayRun(int maxRules) {
    steps =
        new AlgorithmSteps(
            TaskBuilder.ascent().caps(4, maxRules).candidates(EXAMPLES.size()).build());
    steps.joined("a");

    Sampling sampling =
        steps.algorithm().sample(steps.pool(), minibatch(EXAMPLES), Seeds.generator(1));
    List<ProposalResult> rules =
        maxRules == 0
            ? List.of()
            : EXAMPLES.stream().map(example -> rule(steps.start(), example)).toList();
    int probes = steps.algorithm().evaluate(steps.manifest(steps.start()), rules).size();

    assertThat(sampling.trials().size() + probes)
        .isEqualTo(steps.algorithm().rolloutsPerExample(steps.pool()) * EXAMPLES.size());
  }

  @Test
  void everyFailureOfTheChallengerIsLearnedFrom() {
    Program challenger = steps.joined("a");
    RankedBuckets ranked =
        RankedBuckets.of(
            List.of(
                bucket(0, scored(steps.start(), 1), scored(challenger, 1)),
                bucket(1, scored(steps.start(), 1), scored(challenger, 0)),
                bucket(2, scored(steps.start(), 0), scored(challenger, 1)),
                bucket(3, scored(steps.start(), 0), scored(challenger, 0))));

    List<Draft> drafts =
        steps
            .algorithm()
            .propose(steps.manifest(challenger, steps.start()), ranked, Seeds.generator(1));

    assertThat(drafts)
        .extracting(Draft::example, Draft::strategy)
        .containsExactly(
            tuple("e1", AppendRule.NAME),
            tuple("e1", AppendDemo.NAME),
            tuple("e3", AppendRule.NAME),
            tuple("e3", DemoFromLabel.NAME));
    assertThat(drafts).extracting(Draft::parent).containsOnly(challenger.id());
  }

  @Test
  void aLabelIsADemoWhereNoAttemptSucceeded() {
    steps = new AlgorithmSteps(TaskBuilder.ascent().caps(4, 0).build());

    assertThat(draftsOf(bucket(0, scored(steps.start(), 0))))
        .extracting(Draft::strategy)
        .containsExactly(DemoFromLabel.NAME);
    assertThat(draftsOf(bucket(0, scored(steps.start(), 0), scored(steps.joined("a"), 1))))
        .extracting(Draft::strategy)
        .containsExactly(AppendDemo.NAME);
  }

  @Test
  void nothingIsLearnedFromEqualFailuresOfWhichNothingElseIsKnown() {
    Example unlabelled =
        new Example("e0", Map.of("ticket", "t"), Map.of(), Map.of(), null, "", null);

    assertThat(draftsOf(Bucket.of(unlabelled, List.of(rollout("e0", scored(steps.start(), 0))))))
        .isEmpty();
  }

  @Test
  void equalFailuresWithoutALabelAreLearnedFromWherePeopleSaidWhy() {
    Example remarkedOn =
        new Example(
            "e0",
            Map.of("ticket", "t"),
            Map.of(),
            Map.of(),
            new Feedback(0.0, "too curt"),
            "",
            null);

    assertThat(draftsOf(Bucket.of(remarkedOn, List.of(rollout("e0", scored(steps.start(), 0))))))
        .extracting(Draft::strategy)
        .containsExactly(AppendRule.NAME);
  }

  @Test
  void aRuleIsRunTwiceOnItsOwnExampleAndADemoIsNot() {
    ProposalResult rule = rule(steps.start(), EXAMPLES.get(0));
    Draft demo = new Draft(1, "e1", AppendDemo.NAME, steps.pool().start(), steps.start());

    List<Trial> trials =
        steps
            .algorithm()
            .evaluate(
                steps.manifest(steps.start()),
                List.of(rule, new ProposalResult(demo, steps.changed("b"), "", Usage.NONE)));

    assertThat(trials)
        .containsExactly(
            new Trial("e0", rule.candidate().id(), 0, null),
            new Trial("e0", rule.candidate().id(), 1, null));
  }

  private List<String> sampledPrograms() {
    return steps
        .algorithm()
        .sample(steps.pool(), minibatch(EXAMPLES), Seeds.generator(1))
        .sources()
        .stream()
        .map(Source::id)
        .toList();
  }

  private List<Draft> draftsOf(Bucket bucket) {
    return steps
        .algorithm()
        .propose(
            steps.manifest(steps.start()), RankedBuckets.of(List.of(bucket)), Seeds.generator(1));
  }

  private record Scored(Program program, double score) {}

  private static Scored scored(Program program, double score) {
    return new Scored(program, score);
  }

  private static Bucket bucket(int example, Scored... attempts) {
    Example of = EXAMPLES.get(example);
    return Bucket.of(of, Stream.of(attempts).map(attempt -> rollout(of.id(), attempt)).toList());
  }

  private static Rollout rollout(String example, Scored attempt) {
    return new Rollout(
        new RolloutKey("m", example, attempt.program().id(), 0),
        RolloutStatus.SCORED,
        List.of(),
        Map.of(),
        attempt.score(),
        "",
        Usage.NONE,
        0);
  }
}
