package dev.ascent.core.algorithm.ascent;

import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.EXAMPLES;
import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.examples;
import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.minibatch;
import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.rule;
import static dev.ascent.core.algorithm.ascent.AlgorithmSteps.scores;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a step of the algorithm comes to. */
class ConclusionTest {
  private final AlgorithmSteps steps = new AlgorithmSteps(TaskBuilder.ascent().build());

  @Test
  void whatTwoProbesProveJoinsTheLeaderAsOneChallenger() {
    ProposalResult twice = rule(steps.start(), EXAMPLES.get(0));
    ProposalResult again = rule(steps.start(), EXAMPLES.get(1));
    ProposalResult once = rule(steps.start(), EXAMPLES.get(2));
    ProposalResult unseen = rule(steps.start(), EXAMPLES.get(3));
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
        steps.conclude(
            steps.manifest(steps.start()),
            scores(steps.start(), EXAMPLES, 0),
            List.of(twice, again, once, unseen),
            probes);

    assertThat(joinedRules(changes)).containsExactlyInAnyOrder("rule e0", "rule e1");
  }

  @Test
  void aRuleThatOnlyRepeatsTheLeadersScoreIsNotKept() {
    ProposalResult rule = rule(steps.start(), EXAMPLES.get(0));

    List<Change> changes =
        steps.conclude(
            steps.manifest(steps.start()),
            scores(steps.start(), EXAMPLES, 1),
            List.of(rule),
            scores(rule.candidate(), List.of(EXAMPLES.get(0), EXAMPLES.get(0)), 1));

    assertThat(changes).noneMatch(Change.Joined.class::isInstance);
  }

  @Test
  void aChallengerThatIsBetterLeadsAndTheOneBeforeLeaves() {
    Program worse = steps.joined("a");
    steps.change(new Change.Led(worse.id()));
    Program better = steps.joined("b");
    List<Example> many = examples(16);
    List<ScoredRollout> sampled =
        Stream.concat(scores(worse, many, 0).stream(), scores(better, many, 1).stream()).toList();

    List<Change> changes =
        steps.conclude(steps.manifest(better, worse), sampled, List.of(), List.of());

    assertThat(changes)
        .contains(new Change.Led(better.id()), new Change.Pruned(List.of(worse.id())));
  }

  @Test
  void aLeaderThatGetsNothingRightMakesWayWithoutAnotherRun() {
    List<Change> changes = concludedWithAProvenRule(scores(steps.start(), examples(8), 0));

    assertThat(joinedRules(changes)).hasSize(1);
    Pool after = Replay.preview(steps.pool(), changes);
    assertThat(after.leader()).isNotEqualTo(steps.pool().start());
    assertThat(steps.algorithm().sample(after, minibatch(EXAMPLES), Seeds.generator(1)).sources())
        .extracting(Source::id)
        .containsExactly(after.leader(), steps.pool().start());
  }

  @Test
  void fewFailuresOfTheLeaderAreNotEnoughForAnotherToLeadUnseen() {
    List<Change> changes = concludedWithAProvenRule(scores(steps.start(), examples(7), 0));

    assertThat(joinedRules(changes)).hasSize(1);
    assertThat(changes).noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void aLeaderThatGotOneExampleRightIsComparedFirst() {
    List<Example> many = examples(8);
    List<ScoredRollout> sampled =
        Stream.concat(
                scores(steps.start(), many.subList(0, 7), 0).stream(),
                scores(steps.start(), many.subList(7, 8), 1).stream())
            .toList();

    List<Change> changes = concludedWithAProvenRule(sampled);

    assertThat(joinedRules(changes)).hasSize(1);
    assertThat(changes).noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void anExperimentThatPromisesNothingDoesNotLeadUnseen() {
    Program hopeless = steps.joined("a");
    steps.change(new Change.Led(hopeless.id()));

    List<Change> changes =
        steps.conclude(
            steps.manifest(hopeless), scores(hopeless, examples(8), 0), List.of(), List.of());

    assertThat(changes).noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void aChallengerThatIsWorseLeaves() {
    Program worse = steps.joined("a");
    List<Example> many = examples(16);
    List<ScoredRollout> sampled =
        Stream.concat(scores(steps.start(), many, 1).stream(), scores(worse, many, 0).stream())
            .toList();

    List<Change> changes =
        steps.conclude(steps.manifest(worse, steps.start()), sampled, List.of(), List.of());

    assertThat(changes)
        .contains(new Change.Pruned(List.of(worse.id())))
        .noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void aChallengerThatMayBeBetterRunsAgain() {
    Program challenger = steps.joined("a");
    List<Example> many = examples(16);
    List<ScoredRollout> sampled =
        Stream.concat(
                scores(steps.start(), many, 0.5).stream(), scores(challenger, many, 0.5).stream())
            .toList();

    List<Change> changes =
        steps.conclude(steps.manifest(challenger, steps.start()), sampled, List.of(), List.of());

    assertThat(changes)
        .noneMatch(Change.Led.class::isInstance)
        .noneMatch(Change.Pruned.class::isInstance)
        .noneMatch(Change.Joined.class::isInstance);
  }

  @Test
  void aTieLeavesTheLead() {
    Program equal = steps.joined("a");
    List<ScoredRollout> sampled =
        Stream.concat(
                scores(steps.start(), EXAMPLES, 1).stream(), scores(equal, EXAMPLES, 1).stream())
            .toList();

    assertThat(steps.conclude(steps.manifest(steps.start(), equal), sampled, List.of(), List.of()))
        .noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void faultsOfTheLeaderGiveNobodyTheLead() {
    Program challenger = steps.joined("a");
    List<ScoredRollout> sampled = new ArrayList<>(scores(challenger, EXAMPLES, 1));
    for (Example example : EXAMPLES) {
      sampled.add(new ScoredRollout(steps.pool().start(), example.id(), RolloutStatus.FAULT, 0));
    }

    assertThat(
            steps.conclude(
                steps.manifest(steps.start(), challenger), sampled, List.of(), List.of()))
        .noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void anExampleThatARuleCameFromGivesItNoLead() {
    Program biased = rule(steps.start(), EXAMPLES.get(0)).candidate();
    steps.change(new Change.Joined(biased, List.of()));
    List<Example> own = List.of(EXAMPLES.get(0));
    List<ScoredRollout> sampled =
        Stream.concat(scores(steps.start(), own, 0).stream(), scores(biased, own, 1).stream())
            .toList();

    assertThat(steps.conclude(steps.manifest(steps.start(), biased), sampled, List.of(), List.of()))
        .noneMatch(Change.Led.class::isInstance);
  }

  @Test
  void aChampionStaysHoweverItDoes() {
    Program champion = steps.joined("a");
    steps.change(new Change.Promoted(1, champion.id(), Evidence.start()));
    List<ScoredRollout> sampled =
        Stream.concat(
                scores(steps.start(), EXAMPLES, 1).stream(), scores(champion, EXAMPLES, 0).stream())
            .toList();

    assertThat(
            steps.conclude(steps.manifest(steps.start(), champion), sampled, List.of(), List.of()))
        .noneMatch(Change.Pruned.class::isInstance);
  }

  /** A step that the start runs alone, one failure of which yields a rule that its probes prove. */
  private List<Change> concludedWithAProvenRule(List<ScoredRollout> sampled) {
    Example failed = EXAMPLES.get(0);
    ProposalResult proposal = rule(steps.start(), failed);
    List<ScoredRollout> probes = scores(proposal.candidate(), List.of(failed, failed), 1);
    return steps.conclude(steps.manifest(steps.start()), sampled, List.of(proposal), probes);
  }

  private static List<String> joinedRules(List<Change> changes) {
    return changes.stream()
        .filter(Change.Joined.class::isInstance)
        .map(change -> ((Change.Joined) change).program())
        .flatMap(program -> program.predictors().get(0).rules().stream())
        .map(Rule::text)
        .toList();
  }
}
