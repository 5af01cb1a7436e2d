package dev.ascent.core.algorithm.ascent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Sampling;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Feedback;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.strategy.AppendDemo;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.core.strategy.DemoFromLabel;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AscentAlgorithmTest {
  /** As many examples as a program has to be seen on to be compared. */
  private static final int ENOUGH = 24;

  private static final List<Example> EXAMPLES = examples(4);

  private TaskDefinition definition = TaskBuilder.ascent().build();
  private Pool pool = opened(definition);

  @Test
  void aStepRunsTheNewestChallengerAndTheLeaderOnceOnEveryExample() {
    Program older = joined("a");
    Program newest = joined("b");

    Sampling sampling = algorithm().sample(pool, minibatch(EXAMPLES), Seeds.generator(1));

    assertThat(sampling.sources())
        .extracting(Source::id)
        .containsExactly(newest.id(), pool.start())
        .doesNotContain(older.id());
    for (Example example : EXAMPLES) {
      assertThat(sampling.trials())
          .filteredOn(trial -> trial.example().equals(example.id()))
          .extracting(Trial::program)
          .containsExactly(newest.id(), pool.start());
    }
  }

  @Test
  void aLeaderWithoutAChallengerRunsAlone() {
    assertThat(sampledPrograms()).containsExactly(pool.start());
  }

  @Test
  void aStreamGoesOnRunningItsChampionUntilALeaderCanBeComparedWithIt() {
    Program leader = joined("a");
    change(new Change.Led(leader.id()));
    change(new Change.Credited(scores(leader, examples(ENOUGH), 1)));

    change(new Change.Credited(scores(start(), examples(ENOUGH - 1), 0)));
    assertThat(sampledPrograms()).containsExactly(leader.id(), pool.start());

    change(new Change.Credited(scores(start(), examples(ENOUGH), 0)));
    assertThat(sampledPrograms()).containsExactly(leader.id());
  }

  @Test
  void aSearchOnAFileDoesNotReturnToItsStart() {
    definition = TaskBuilder.ascent().dataset(100, 50).build();
    pool = opened(definition);
    Program leader = joined("a");
    change(new Change.Led(leader.id()));
    change(new Change.Credited(scores(leader, EXAMPLES, 1)));
    change(new Change.Credited(scores(start(), EXAMPLES, 0)));

    assertThat(sampledPrograms()).containsExactly(leader.id());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void aLeaseCoversAllThatAStepMayRun(int maxRules) {
    definition = TaskBuilder.ascent().caps(4, maxRules).candidates(EXAMPLES.size()).build();
    pool = opened(definition);
    joined("a");

    Sampling sampling = algorithm().sample(pool, minibatch(EXAMPLES), Seeds.generator(1));
    List<ProposalResult> rules =
        maxRules == 0
            ? List.of()
            : EXAMPLES.stream().map(example -> rule(start(), example)).toList();
    int probes = algorithm().evaluate(manifest(start()), rules).size();

    assertThat(sampling.trials().size() + probes)
        .isEqualTo(algorithm().rolloutsPerExample(pool) * EXAMPLES.size());
  }

  @Test
  void everyFailureOfTheChallengerIsLearnedFrom() {
    Program challenger = joined("a");
    RankedBuckets ranked =
        RankedBuckets.of(
            List.of(
                bucket(0, scored(start(), 1), scored(challenger, 1)),
                bucket(1, scored(start(), 1), scored(challenger, 0)),
                bucket(2, scored(start(), 0), scored(challenger, 1)),
                bucket(3, scored(start(), 0), scored(challenger, 0))));

    List<Draft> drafts =
        algorithm().propose(manifest(challenger, start()), ranked, Seeds.generator(1));

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
    definition = TaskBuilder.ascent().caps(4, 0).build();
    pool = opened(definition);

    assertThat(draftsOf(bucket(0, scored(start(), 0))))
        .extracting(Draft::strategy)
        .containsExactly(DemoFromLabel.NAME);
    assertThat(draftsOf(bucket(0, scored(start(), 0), scored(joined("a"), 1))))
        .extracting(Draft::strategy)
        .containsExactly(AppendDemo.NAME);
  }

  @Test
  void nothingIsLearnedFromEqualFailuresOfWhichNothingElseIsKnown() {
    Example unlabelled =
        new Example("e0", Map.of("ticket", "t"), Map.of(), Map.of(), null, "", null);

    assertThat(draftsOf(Bucket.of(unlabelled, List.of(rollout("e0", scored(start(), 0))))))
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

    assertThat(draftsOf(Bucket.of(remarkedOn, List.of(rollout("e0", scored(start(), 0))))))
        .extracting(Draft::strategy)
        .containsExactly(AppendRule.NAME);
  }

  @Test
  void aRuleIsRunTwiceOnItsOwnExampleAndADemoIsNot() {
    ProposalResult rule = rule(start(), EXAMPLES.get(0));
    Draft demo = new Draft(1, "e1", AppendDemo.NAME, pool.start(), start());

    List<Trial> trials =
        algorithm()
            .evaluate(
                manifest(start()),
                List.of(rule, new ProposalResult(demo, changed("b"), "", Usage.NONE)));

    assertThat(trials)
        .containsExactly(
            new Trial("e0", rule.candidate().id(), 0, null),
            new Trial("e0", rule.candidate().id(), 1, null));
  }

  @Test
  void whatTwoProbesProveJoinsTheLeaderAsOneChallenger() {
    ProposalResult twice = rule(start(), EXAMPLES.get(0));
    ProposalResult again = rule(start(), EXAMPLES.get(1));
    ProposalResult once = rule(start(), EXAMPLES.get(2));
    ProposalResult unseen = rule(start(), EXAMPLES.get(3));
    List<ScoredRollout> probes =
        Stream.of(
                scores(twice.candidate(), List.of(EXAMPLES.get(0), EXAMPLES.get(0)), 1),
                List.of(
                    new ScoredRollout(again.candidate().id(), "e1", RolloutStatus.SCORED, 1),
                    new ScoredRollout(again.candidate().id(), "e1", RolloutStatus.FAULT, 0)),
                scores(once.candidate(), List.of(EXAMPLES.get(2)), 1),
                scores(once.candidate(), List.of(EXAMPLES.get(2)), 0))
            .flatMap(List::stream)
            .toList();

    List<Change> changes =
        conclude(
            manifest(start()),
            scores(start(), EXAMPLES, 0),
            List.of(twice, again, once, unseen),
            probes);

    assertThat(joinedRules(changes)).containsExactlyInAnyOrder("rule e0", "rule e1");
  }

  @Test
  void aRuleThatOnlyRepeatsTheLeadersScoreIsNotKept() {
    ProposalResult rule = rule(start(), EXAMPLES.get(0));

    List<Change> changes =
        conclude(
            manifest(start()),
            scores(start(), EXAMPLES, 1),
            List.of(rule),
            scores(rule.candidate(), List.of(EXAMPLES.get(0), EXAMPLES.get(0)), 1));

    assertThat(changes).noneMatch(Change.Joined.class::isInstance);
  }

  @Test
  void aChallengerThatIsBetterLeadsAndTheOneBeforeLeaves() {
    Program worse = joined("a");
    change(new Change.Led(worse.id()));
    Program better = joined("b");
    List<Example> many = examples(16);
    List<ScoredRollout> sampled =
        Stream.concat(scores(worse, many, 0).stream(), scores(better, many, 1).stream()).toList();

    List<Change> changes = conclude(manifest(better, worse), sampled, List.of(), List.of());

    assertThat(changes)
        .contains(new Change.Led(better.id()), new Change.Pruned(List.of(worse.id())));
  }

  @Test
  void aLeaderThatGetsNothingRightMakesWayWithoutAnotherRun() {
    Example failed = EXAMPLES.get(0);
    List<ProposalResult> proposals = List.of(rule(start(), failed));
    List<ScoredRollout> probes = scores(proposals.get(0).candidate(), List.of(failed, failed), 1);

    List<Change> changes =
        conclude(manifest(start()), scores(start(), examples(8), 0), proposals, probes);

    assertThat(joinedRules(changes)).hasSize(1);
    Pool after = Replay.preview(pool, changes);
    assertThat(after.leader()).isNotEqualTo(pool.start());
    assertThat(algorithm().sample(after, minibatch(EXAMPLES), Seeds.generator(1)).sources())
        .extracting(Source::id)
        .containsExactly(after.leader(), pool.start());
  }

  @Test
  void fewFailuresOfTheLeaderAreNotEnoughForAnotherToLeadUnseen() {
    Example failed = EXAMPLES.get(0);
    List<ProposalResult> proposals = List.of(rule(start(), failed));
    List<ScoredRollout> probes = scores(proposals.get(0).candidate(), List.of(failed, failed), 1);

    List<Change> changes =
        conclude(manifest(start()), scores(start(), examples(7), 0), proposals, probes);

    assertThat(joinedRules(changes)).hasSize(1);
    assertThat(changes).noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void aChallengerThatIsWorseLeaves() {
    Program worse = joined("a");
    List<Example> many = examples(16);
    List<ScoredRollout> sampled =
        Stream.concat(scores(start(), many, 1).stream(), scores(worse, many, 0).stream()).toList();

    List<Change> changes = conclude(manifest(worse, start()), sampled, List.of(), List.of());

    assertThat(changes)
        .contains(new Change.Pruned(List.of(worse.id())))
        .noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void aChallengerThatMayBeBetterRunsAgain() {
    Program challenger = joined("a");
    List<Example> many = examples(16);
    List<ScoredRollout> sampled =
        Stream.concat(scores(start(), many, 0.5).stream(), scores(challenger, many, 0.5).stream())
            .toList();

    List<Change> changes = conclude(manifest(challenger, start()), sampled, List.of(), List.of());

    assertThat(changes)
        .noneMatch(Change.Led.class::isInstance)
        .noneMatch(Change.Pruned.class::isInstance)
        .noneMatch(Change.Joined.class::isInstance);
  }

  @Test
  void aTieLeavesTheLead() {
    Program equal = joined("a");
    List<ScoredRollout> sampled =
        Stream.concat(scores(start(), EXAMPLES, 1).stream(), scores(equal, EXAMPLES, 1).stream())
            .toList();

    assertThat(conclude(manifest(start(), equal), sampled, List.of(), List.of()))
        .noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void faultsOfTheLeaderGiveNobodyTheLead() {
    Program challenger = joined("a");
    List<ScoredRollout> sampled = new ArrayList<>(scores(challenger, EXAMPLES, 1));
    for (Example example : EXAMPLES) {
      sampled.add(new ScoredRollout(pool.start(), example.id(), RolloutStatus.FAULT, 0));
    }

    assertThat(conclude(manifest(start(), challenger), sampled, List.of(), List.of()))
        .noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void anExampleThatARuleCameFromGivesItNoLead() {
    Program biased = rule(start(), EXAMPLES.get(0)).candidate();
    change(new Change.Joined(biased, List.of()));
    List<Example> own = List.of(EXAMPLES.get(0));
    List<ScoredRollout> sampled =
        Stream.concat(scores(start(), own, 0).stream(), scores(biased, own, 1).stream()).toList();

    assertThat(conclude(manifest(start(), biased), sampled, List.of(), List.of()))
        .noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void aChampionStaysHoweverItDoes() {
    Program champion = joined("a");
    change(new Change.Promoted(1, champion.id(), Evidence.start()));
    List<ScoredRollout> sampled =
        Stream.concat(scores(start(), EXAMPLES, 1).stream(), scores(champion, EXAMPLES, 0).stream())
            .toList();

    assertThat(conclude(manifest(start(), champion), sampled, List.of(), List.of()))
        .noneMatch(Change.Pruned.class::isInstance);
  }

  private AscentAlgorithm algorithm() {
    return new AscentAlgorithm(definition);
  }

  private static Pool opened(TaskDefinition definition) {
    return Replay.preview(Pool.empty(definition.task()), List.of(new Change.Defined(definition)));
  }

  private void change(Change change) {
    pool = Replay.preview(pool, List.of(change));
  }

  private Program start() {
    return pool.program(pool.start());
  }

  private Program changed(String rule) {
    return start().withPredictors(p -> p.withRule(new Rule(rule, List.of())));
  }

  private Program joined(String rule) {
    Program program = changed(rule);
    change(new Change.Joined(program, List.of()));
    return program;
  }

  private List<String> sampledPrograms() {
    return algorithm().sample(pool, minibatch(EXAMPLES), Seeds.generator(1)).sources().stream()
        .map(Source::id)
        .toList();
  }

  private List<Draft> draftsOf(Bucket bucket) {
    return algorithm()
        .propose(manifest(start()), RankedBuckets.of(List.of(bucket)), Seeds.generator(1));
  }

  private List<Change> conclude(
      Manifest manifest,
      List<ScoredRollout> sampled,
      List<ProposalResult> proposals,
      List<ScoredRollout> evaluated) {
    return algorithm()
        .conclude(
            pool,
            new StepOutcome(
                manifest, sampled, proposals, evaluated, 0, Usage.NONE, Usage.NONE, "", List.of()));
  }

  private static List<String> joinedRules(List<Change> changes) {
    return changes.stream()
        .filter(Change.Joined.class::isInstance)
        .map(change -> ((Change.Joined) change).program())
        .flatMap(program -> program.predictors().get(0).rules().stream())
        .map(Rule::text)
        .toList();
  }

  private Manifest manifest(Program... programs) {
    return new Manifest(
        definition,
        minibatch(EXAMPLES),
        new Lease("m", 1, 1),
        Stream.of(programs).map(program -> new Source(program, 0)).toList(),
        List.of(),
        1,
        "run-1");
  }

  private static Minibatch minibatch(List<Example> examples) {
    return new Minibatch("m", "tickets", Minibatch.Purpose.STEP, examples, 0);
  }

  private static List<Example> examples(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> Example.labelled("e" + i, Map.of("ticket", "t" + i), Map.of("team", "billing")))
        .toList();
  }

  private static ProposalResult rule(Program parent, Example example) {
    String id = example.id();
    return new ProposalResult(
        new Draft(0, id, AppendRule.NAME, parent.id(), parent),
        parent.withPredictors(p -> p.withRule(new Rule("rule " + id, List.of(id)))),
        "",
        Usage.NONE);
  }

  private static List<ScoredRollout> scores(Program program, List<Example> on, double score) {
    return on.stream()
        .map(example -> new ScoredRollout(program.id(), example.id(), RolloutStatus.SCORED, score))
        .toList();
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
