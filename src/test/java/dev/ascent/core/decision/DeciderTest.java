package dev.ascent.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Source;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeciderTest {
  private static final long DAY = 20_000;

  private final Decider decider = new Decider("run-1");
  private Pool pool = Pool.empty("tickets");

  @Test
  void nothingIsDecidedBeforeTheTaskIsOwned() {
    open(TaskBuilder.ascent().build());
    Decider newcomer = new Decider("run-2");

    for (PoolEvent event :
        List.of(
            new PoolEvent.TaskGone(),
            wanted("m1", 16),
            new PoolEvent.Commanded(CommandKind.PAUSE, "holiday"),
            new PoolEvent.Failed("status 401"))) {
      assertThat(newcomer.decide(pool, event, DAY)).isEmpty();
    }
    TaskDefinition definition = pool.definition();
    JournalEntry takeover =
        newcomer.decide(pool, new PoolEvent.TaskSeen(definition), DAY).orElseThrow();
    assertThat(takeover.changes()).containsExactly(new Change.Owned("run-2", DAY));
  }

  @Test
  void aDefinitionThatIsKnownChangesNothing() {
    TaskDefinition definition = TaskBuilder.ascent().build();
    open(definition);

    assertNothing(new PoolEvent.TaskSeen(definition));
  }

  @Test
  void aLeaseIsGivenOnce() {
    open(TaskBuilder.ascent().rollouts(1000).build());

    decide(wanted("m1", 16));

    assertThat(pool.ledger().open()).extracting(Lease::id).containsExactly("m1");
    assertNothing(wanted("m1", 16));
  }

  @Test
  void aStreamPausesWhenItsBudgetIsSpent() {
    open(TaskBuilder.ascent().rollouts(3).build());

    decide(wanted("m1", 16));

    assertThat(pool.ledger().open()).isEmpty();
    assertThat(pool.pauseReason()).isEqualTo("the budget is spent");
    assertNothing(wanted("m1", 16));
  }

  @Test
  void aDaysBudgetIsKeptApart() {
    open(TaskBuilder.ascent().perDay(new Caps(48L, null, null)).build());
    decide(wanted("m1", 16));
    assertThat(pool.ledger().rolloutsLeft(pool.definition().budget(), DAY)).isZero();
    decide(ended(manifest("m1", 16), List.of(scored(0, 1)), new Usage(48, 0, 0, 0)));

    assertThat(pool.ledger().rolloutsLeft(pool.definition().budget(), DAY)).isZero();
    assertThat(pool.ledger().rolloutsLeft(pool.definition().budget(), DAY + 1)).isEqualTo(48);
  }

  @Test
  void aBoundedSearchWaitsForWhatIsUnderWayBeforeItEnds() {
    open(TaskBuilder.ascent().dataset(60, 0).rollouts(48).build());
    decide(wanted("m1", 16));

    assertNothing(wanted("m2", 16));
    decide(ended(manifest("m1", 16), List.of(scored(0, 1)), new Usage(48, 0, 0, 0)));
    decide(wanted("m2", 16));

    assertThat(pool.phase()).isEqualTo(Phase.FINISHED);
    assertThat(pool.verdict().program()).isEqualTo(pool.start());
  }

  @Test
  void aBoundedSearchGoesThroughItsPhasesInOrder() {
    open(TaskBuilder.simba().steps(1).minibatchSize(4).candidates(1).dataset(4, 100).build());
    decide(wanted("m1", 4));
    Program better = taught("the first");
    decide(stepWith(better, "m1", 4));
    assertThat(pool.phase()).isEqualTo(Phase.SELECTING);
    assertThat(pool.finalists()).containsExactly(pool.start(), better.id());

    decide(selectionWanted("m2", 4));
    assertThat(pool.ledger().open()).containsExactly(new Lease("m2", 8, 4));
    List<ScoredRollout> rollouts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rollouts.add(scored(pool.start(), i, 0));
      rollouts.add(scored(better.id(), i, 1));
    }
    decide(ended(manifest("m2", 4, Minibatch.Purpose.SELECTION), rollouts, Usage.NONE));
    assertThat(pool.phase()).isEqualTo(Phase.VALIDATING);
    assertThat(pool.attempt().challenger()).isEqualTo(better.id());

    while (pool.phase() == Phase.VALIDATING) {
      decide(round(pool.attempt(), 1.0));
    }
    assertThat(pool.phase()).isEqualTo(Phase.FINISHED);
    assertThat(pool.champion().program()).isEqualTo(better.id());
    assertThat(pool.champion().epoch()).isEqualTo(1);
    assertThat(pool.verdict().evidence().eValue()).isGreaterThanOrEqualTo(20);
    assertThat(pool.ledger().open()).isEmpty();
    assertNothing(wanted("m9", 4));
  }

  @Test
  void anUnprovenResultStandsButIsNotPromoted() {
    validating();
    Attempt attempt = pool.attempt();
    decide(
        new PoolEvent.RoundEnded(
            new RoundOutcome(attempt.id(), 1, List.of(0.0), 7, 0, Usage.NONE, true)));

    assertThat(pool.phase()).isEqualTo(Phase.FINISHED);
    assertThat(pool.verdict().program()).isEqualTo(attempt.challenger());
    assertThat(pool.champions()).hasSize(1);
  }

  @Test
  void theSameStepEndsOnce() {
    open(TaskBuilder.ascent().build());
    decide(wanted("m1", 16));
    PoolEvent ended =
        ended(manifest("m1", 16), List.of(scored(0, 1), scored(1, 0)), new Usage(2, 0, 0, 0));

    decide(ended);

    assertThat(pool.ledger().total().rollouts()).isEqualTo(2);
    assertThat(pool.counts().steps()).isEqualTo(1);
    assertNothing(ended);
  }

  @Test
  void theSameRoundEndsOnce() {
    validating();
    PoolEvent ended = round(pool.attempt(), 0.0);
    decide(ended);

    assertThat(pool.attempt().round()).isEqualTo(2);
    assertNothing(ended);
  }

  @Test
  void aLateRolloutCountsForItsProgramIfThatIsInThePool() {
    open(TaskBuilder.ascent().build());
    decide(new PoolEvent.RolloutLate(scored(0, 1)));

    assertThat(pool.pooled(pool.start()).tallies()).hasSize(1);
    assertNothing(new PoolEvent.RolloutLate(scored("nobody", 0, 1)));
    assertNothing(
        new PoolEvent.RolloutLate(
            new ScoredRollout(pool.start(), "e1", RolloutStatus.TIMED_OUT, 0)));
  }

  @Test
  void rolloutsThatNeverCameBackCostAllTheyMight() {
    open(TaskBuilder.ascent().build());
    decide(wanted("m1", 16));
    int each = pool.ledger().open().get(0).attemptsEach();
    Manifest manifest = manifest("m1", 16);
    decide(
        new PoolEvent.StepEnded(
            new StepOutcome(
                manifest,
                List.of(scored(0, 1)),
                List.of(),
                List.of(),
                5,
                new Usage(1, 0, 0, 0),
                Usage.NONE,
                "")));

    assertThat(each).isGreaterThan(1);
    assertThat(pool.ledger().total().rollouts()).isEqualTo(1 + 5L * each);
  }

  @Test
  void aBarrenMinibatchPausesWithItsFault() {
    open(TaskBuilder.ascent().build());
    decide(wanted("m1", 16));
    ScoredRollout fault = new ScoredRollout(pool.start(), "e0", RolloutStatus.FAULT, 0);
    PoolEvent ended =
        new PoolEvent.StepEnded(
            new StepOutcome(
                manifest("m1", 16),
                List.of(fault),
                List.of(),
                List.of(),
                0,
                new Usage(4, 0, 0, 0),
                Usage.NONE,
                "UNREACHABLE: refused"));
    decide(ended);

    assertThat(pool.pauseReason()).isEqualTo("not one rollout was answered: UNREACHABLE: refused");
    assertThat(pool.counts().steps()).isZero();
    assertThat(pool.ledger().total().rollouts()).isEqualTo(4);
    assertNothing(ended);
    decide(new PoolEvent.Commanded(CommandKind.RESUME, ""));
    assertThat(pool.isActive()).isTrue();
  }

  @Test
  void aBarrenMinibatchAfterOthersSaysThatItWasTheLast() {
    open(TaskBuilder.ascent().build());
    decide(wanted("m1", 16));
    decide(ended(manifest("m1", 16), List.of(scored(0, 1)), new Usage(1, 0, 0, 0)));
    decide(wanted("m2", 16));
    ScoredRollout fault = new ScoredRollout(pool.start(), "e0", RolloutStatus.FAULT, 0);
    decide(
        new PoolEvent.StepEnded(
            new StepOutcome(
                manifest("m2", 16),
                List.of(fault),
                List.of(),
                List.of(),
                0,
                new Usage(4, 0, 0, 0),
                Usage.NONE,
                "UNREACHABLE: refused")));

    assertThat(pool.pauseReason())
        .isEqualTo("not one rollout of the last minibatch was answered: UNREACHABLE: refused");
  }

  @Test
  void commandsPauseResumeAndRetireOnce() {
    open(TaskBuilder.ascent().build());
    PoolEvent pause = new PoolEvent.Commanded(CommandKind.PAUSE, "holiday");
    PoolEvent resume = new PoolEvent.Commanded(CommandKind.RESUME, "");
    PoolEvent retire = new PoolEvent.Commanded(CommandKind.RETIRE, "");

    assertNothing(resume);
    decide(pause);
    assertThat(pool.pauseReason()).isEqualTo("paused by command: holiday");
    assertNothing(pause);
    assertNothing(wanted("m1", 16));
    decide(resume);
    assertNothing(resume);
    assertThat(pool.isActive()).isTrue();
    decide(retire);
    assertThat(pool.phase()).isEqualTo(Phase.RETIRED);
    assertNothing(retire);
    assertNothing(new PoolEvent.TaskGone());
    assertNothing(wanted("m1", 16));
  }

  @Test
  void aSystemicFaultPausesOnce() {
    open(TaskBuilder.ascent().build());
    decide(new PoolEvent.Failed("CREDENTIALS: status 401"));

    assertThat(pool.pauseReason()).isEqualTo("CREDENTIALS: status 401");
    assertNothing(new PoolEvent.Failed("CREDENTIALS: status 401"));
  }

  @Test
  void anotherMetricOrModelBeginsTheSearchAgain() {
    for (TaskDefinition other :
        List.of(
            TaskBuilder.ascent()
                .metric(new MetricDefinition(MetricType.CONTAINS, "team", 0, "", ""))
                .build(),
            TaskBuilder.ascent().model("larger").build())) {
      pool = Pool.empty("tickets");
      open(TaskBuilder.ascent().build());
      decide(wanted("m1", 16));
      decide(ended(manifest("m1", 16), List.of(scored(0, 1)), new Usage(1, 0, 0, 0)));
      apply(new Change.Joined(taught("a rule"), List.of()));

      decide(new PoolEvent.TaskSeen(other));

      assertThat(pool.programs()).hasSize(1);
      assertThat(pool.pooled(pool.start()).tallies()).isEmpty();
      assertThat(pool.counts()).isEqualTo(StepCounts.NONE);
      assertThat(pool.champion().epoch()).isEqualTo(1);
      assertThat(pool.ledger().total().rollouts()).isEqualTo(1);
    }
  }

  @Test
  void otherSettingsLeaveWhatWasLearned() {
    open(TaskBuilder.ascent().rollouts(100).build());
    apply(new Change.Joined(taught("a rule"), List.of()));

    decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().rollouts(200).build()));

    assertThat(pool.programs()).hasSize(2);
    assertThat(pool.champions()).hasSize(1);
  }

  @Test
  void whatWasMeasuredBeforeTheSearchBeganAgainIsOnlyPaidFor() {
    open(TaskBuilder.ascent().build());
    decide(wanted("m1", 16));
    Manifest before = manifest("m1", 16);
    decide(new PoolEvent.TaskSeen(TaskBuilder.ascent().model("larger").build()));

    decide(ended(before, List.of(scored(0, 1)), new Usage(7, 0, 0, 0)));

    assertThat(pool.ledger().open()).isEmpty();
    assertThat(pool.ledger().total().rollouts()).isEqualTo(7);
    assertThat(pool.pooled(pool.start()).tallies()).isEmpty();
    assertThat(pool.counts().steps()).isZero();
  }

  @Test
  void aRoundFromBeforeTheSearchBeganAgainIsOnlyPaidFor() {
    validating();
    PoolEvent ended = round(pool.attempt(), 1.0);
    decide(
        new PoolEvent.TaskSeen(
            TaskBuilder.simba().steps(1).dataset(4, 100).model("larger").build()));

    decide(ended);

    assertThat(pool.ledger().open()).isEmpty();
    assertThat(pool.phase()).isEqualTo(Phase.SEARCHING);
    assertThat(pool.champion().program()).isEqualTo(pool.start());
  }

  @Test
  void aSuccessorAsksAgainForTheRoundUnderWay() {
    validating();
    Attempt before = pool.attempt();
    Lease lost = pool.ledger().open(before.roundId()).orElseThrow();
    Decider successor = new Decider("run-2");

    apply(successor.decide(pool, new PoolEvent.TaskSeen(pool.definition()), DAY).orElseThrow());

    assertThat(pool.attempt().round()).isEqualTo(before.round() + 1);
    assertThat(pool.attempt().differences()).isEqualTo(before.differences());
    assertThat(pool.ledger().open())
        .extracting(Lease::id)
        .containsExactly(pool.attempt().roundId());
    assertThat(pool.ledger().total().rollouts()).isEqualTo(lost.charge());
    assertThat(successor.decide(pool, round(before, 1.0), DAY)).isEmpty();
  }

  @Test
  void aSuccessorWithoutBudgetEndsTheAttempt() {
    validating(9);
    apply(
        new Decider("run-2")
            .decide(pool, new PoolEvent.TaskSeen(pool.definition()), DAY)
            .orElseThrow());

    assertThat(pool.phase()).isEqualTo(Phase.FINISHED);
    assertThat(pool.attempt()).isNull();
  }

  @Test
  void aRetiredTaskStaysRetiredWhateverWasUnderWay() {
    validating();
    PoolEvent ended = round(pool.attempt(), 1.0);
    decide(new PoolEvent.TaskGone());

    decide(ended);

    assertThat(pool.phase()).isEqualTo(Phase.RETIRED);
    assertThat(pool.champions()).hasSize(1);
    assertThat(pool.attempt()).isNull();
    assertThat(pool.ledger().open()).isEmpty();
  }

  @Test
  void aStreamTestsALeaderThatLooksBetter() {
    open(TaskBuilder.ascent().build());
    Program better = leading(100);
    endAStep();

    assertThat(pool.attempt().challenger()).isEqualTo(better.id());
    assertThat(pool.attempt().alpha()).isEqualTo(0.05 / 20);
    assertThat(pool.attempts()).isEqualTo(1);
    while (pool.attempt() != null) {
      decide(round(pool.attempt(), 1.0));
    }
    assertThat(pool.champion().program()).isEqualTo(better.id());
    assertThat(pool.champion().evidence().eValue()).isGreaterThanOrEqualTo(400);
    assertThat(pool.isActive()).isTrue();
  }

  @Test
  void aLeaderThatHasNotHeldForLongIsNotTested() {
    open(TaskBuilder.ascent().build());
    leading(47);
    endAStep();

    assertThat(pool.attempt()).isNull();
  }

  @Test
  void aLeaderIsNotTestedWhileTheSearchIsYoung() {
    open(TaskBuilder.ascent().build());
    leading(100);
    apply(new Change.Stepped("m0", new StepCounts(-1, 0, Map.of(), 0, 0)));
    endAStep();

    assertThat(pool.attempt()).isNull();
  }

  @Test
  void aLeaderIsTestedOnAThinStreamToo() {
    open(TaskBuilder.ascent().build());
    Program better = leading(30);
    apply(new Change.Credited(rollouts(better, 30)));
    endAStep();

    assertThat(pool.attempt().challenger()).isEqualTo(better.id());
  }

  @Test
  void nothingIsTestedWherePeopleWantToApprove() {
    open(TaskBuilder.ascent().promotion(new PromotionPolicy(0.05, 20, 30, 0, 0.2, true)).build());
    leading(100);
    endAStep();

    assertThat(pool.attempt()).isNull();
  }

  @Test
  void anAttemptAgainstTheEvidenceIsGivenUp() {
    open(TaskBuilder.ascent().build());
    Program worse = taught("a rule");
    apply(
        new Change.Joined(worse, List.of()),
        new Change.Attempted(
            Attempt.open("attempt-9", worse.id(), pool.start(), 0.0025, 0, 8), true, DAY),
        new Change.Leased(new Lease("attempt-9-1", 16, 1)));
    int rounds = 0;
    while (pool.attempt() != null) {
      decide(round(pool.attempt(), -1.0));
      rounds++;
    }
    assertThat(rounds).isLessThan(4);
    assertThat(pool.champions()).hasSize(1);
    assertThat(pool.ledger().open()).isEmpty();
  }

  /** A leader that was right on as many examples as the start was wrong on. */
  private Program leading(int examples) {
    Program better = taught("a rule");
    apply(
        new Change.Joined(better, List.of()),
        new Change.Credited(rollouts(better, examples)),
        new Change.Led(better.id()),
        new Change.Stepped("m0", new StepCounts(7, 0, Map.of(), 0, 0)));
    return better;
  }

  private List<ScoredRollout> rollouts(Program better, int examples) {
    List<ScoredRollout> rollouts = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      rollouts.add(scored(pool.start(), i, 0));
      rollouts.add(scored(better.id(), i, 1));
    }
    return rollouts;
  }

  private void endAStep() {
    decide(wanted("m1", 16));
    decide(ended(manifest("m1", 16), List.of(scored(pool.start(), 0, 1)), Usage.NONE));
  }

  private void open(TaskDefinition definition) {
    decide(new PoolEvent.TaskSeen(definition));
  }

  /** A bounded search that tests its result, with budget enough. */
  private void validating() {
    validating(100_000);
  }

  private void validating(long rollouts) {
    open(TaskBuilder.simba().steps(1).dataset(4, 100).rollouts(rollouts).build());
    Program better = taught("a rule");
    long attempts = Math.min(4, rollouts / 2 / 8);
    apply(
        new Change.Joined(better, List.of(1.0)),
        new Change.Entered(Phase.VALIDATING, List.of(better.id())),
        new Change.Attempted(
            Attempt.open("attempt-2", better.id(), pool.start(), 0.05, 0, 8), true, DAY),
        new Change.Leased(
            new Lease(
                "attempt-2-1", (int) Math.min(16, rollouts / 2 * 2), (int) Math.max(1, attempts))));
  }

  private void decide(PoolEvent event) {
    Optional<JournalEntry> entry = decider.decide(pool, event, DAY);
    assertThat(entry).as("entry for " + event).isPresent();
    apply(entry.get());
  }

  private void apply(Change... changes) {
    apply(new JournalEntry("tickets", pool.version() + 1, pool.owner(), "test", List.of(changes)));
  }

  private void apply(JournalEntry entry) {
    assertThat(entry.version()).isEqualTo(pool.version() + 1);
    pool = ((Replayed.Applied) Replay.apply(pool, entry)).pool();
  }

  private void assertNothing(PoolEvent event) {
    assertThat(decider.decide(pool, event, DAY)).isEmpty();
  }

  private static PoolEvent wanted(String minibatch, int examples) {
    return new PoolEvent.LeaseWanted(minibatch, Minibatch.Purpose.STEP, examples);
  }

  private static PoolEvent selectionWanted(String minibatch, int examples) {
    return new PoolEvent.LeaseWanted(minibatch, Minibatch.Purpose.SELECTION, examples);
  }

  private Program taught(String rule) {
    return pool.program(pool.start())
        .withPredictors(predictor -> predictor.withRule(new Rule(rule, List.of("e99"))));
  }

  private Manifest manifest(String id, int examples) {
    return manifest(id, examples, Minibatch.Purpose.STEP);
  }

  private Manifest manifest(String id, int examples, Minibatch.Purpose purpose) {
    List<Example> drawn =
        IntStream.range(0, examples)
            .mapToObj(i -> Example.labelled("e" + i, Map.of("ticket", "t" + i), Map.of()))
            .toList();
    return new Manifest(
        pool.definition(),
        new Minibatch(id, "tickets", purpose, drawn, 0),
        pool.ledger().open(id).orElseThrow(),
        List.of(new Source(pool.program(pool.leader()), 0)),
        List.of(),
        pool.version());
  }

  private ScoredRollout scored(int example, double score) {
    return scored(pool.start(), example, score);
  }

  private static ScoredRollout scored(String program, int example, double score) {
    return new ScoredRollout(program, "e" + example, RolloutStatus.SCORED, score);
  }

  private static PoolEvent ended(Manifest manifest, List<ScoredRollout> sampled, Usage usage) {
    return new PoolEvent.StepEnded(
        new StepOutcome(manifest, sampled, List.of(), List.of(), 0, usage, Usage.NONE, ""));
  }

  /** A step that made one candidate, which is right on every example. */
  private PoolEvent stepWith(Program candidate, String minibatch, int examples) {
    Manifest manifest = manifest(minibatch, examples);
    List<ScoredRollout> evaluated =
        IntStream.range(0, examples).mapToObj(i -> scored(candidate.id(), i, 1)).toList();
    return new PoolEvent.StepEnded(
        new StepOutcome(
            manifest,
            List.of(scored(0, 0)),
            List.of(
                new ProposalResult(
                    new Draft(0, "e0", "append_a_rule", pool.start(), pool.program(pool.start())),
                    candidate,
                    "",
                    Usage.NONE)),
            evaluated,
            0,
            Usage.NONE,
            Usage.NONE,
            ""));
  }

  /** A round in which every pair differed alike. */
  private static PoolEvent round(Attempt attempt, double difference) {
    return new PoolEvent.RoundEnded(
        new RoundOutcome(
            attempt.id(),
            attempt.round(),
            Collections.nCopies(attempt.pairsWanted(), difference),
            0,
            0,
            Usage.NONE,
            false));
  }
}
