package dev.ascent.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Vocabulary;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.text.Digest;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgetDecisionsTest {
  private static final String ANN = "p-ann";

  private final DecidedTask task = new DecidedTask();
  private Program first;
  private Program second;

  /** A rule of one record and author on top of that of another one, both published. */
  @BeforeEach
  void promotedTwice() {
    task.open(TaskBuilder.simba().build());
    first = taught(start(), "a rule", "e1", ANN);
    second = taught(first, "another rule", "e2", "p-bob");
    promote(1, first);
    promote(2, second);
  }

  private Program start() {
    return task.pool().program(task.pool().start());
  }

  private static Program taught(Program program, String text, String record, String author) {
    Rule rule = new Rule(text, List.of(record), List.of(Digest.of(author)));
    return program.withPredictors(predictor -> predictor.withRule(rule));
  }

  private void promote(int epoch, Program program) {
    task.apply(
        new Change.Joined(program, List.of(1.0)),
        new Change.Credited(List.of(DecidedTask.scored(program.id(), 5, 1))),
        new Change.Won(program.id()),
        new Change.Led(program.id()),
        new Change.Promoted(epoch, program.id(), Evidence.start()));
  }

  @Test
  void whatIsLeftOfTheChampionIsPublishedUnderANewEpoch() {
    forgetAuthor(ANN);

    assertThat(task.pool().champion().epoch()).isEqualTo(3);
    assertThat(champion().id()).isEqualTo(taught(start(), "another rule", "e2", "p-bob").id());
    assertThat(champion().parents()).containsExactly(second.id());
    assertThat(task.pool().champion().evidence()).isEqualTo(Evidence.ofCleaned(second.id()));
    assertThat(task.pool().leader()).isEqualTo(champion().id());
    assertThatNothingIsLeft();
  }

  @Test
  void aRecordIsForgottenByItsId() {
    forgetRecord("e2");

    assertThat(champion().id()).isEqualTo(first.id());
    assertThat(task.pool().pooled(first.id()).rollouts()).isEqualTo(1);
    assertThatNothingIsLeft();
  }

  @Test
  void whereTheChampionHoldsNothingOfItTheEpochStays() {
    Program candidate = taught(second, "a third rule", "e3", "p-cy");
    task.apply(new Change.Joined(candidate, List.of(0.5)));

    forgetAuthor("p-cy");

    assertThat(task.pool().champion().epoch()).isEqualTo(2);
    assertThat(task.pool().holds(candidate.id())).isFalse();
    assertThat(task.pool().pooled(second.id()).rollouts()).isEqualTo(1);
    assertThatNothingIsLeft();
  }

  @Test
  void whatACleanedProgramScoredBeforeDoesNotCount() {
    forgetAuthor(ANN);

    assertThat(task.pool().pooled(champion().id()).rollouts()).isZero();
    assertThat(task.pool().pooled(champion().id()).evaluations()).isZero();
  }

  @Test
  void aPinDoesNotKeepItOffAndStays() {
    command(CommandKind.PIN, null);

    forgetAuthor(ANN);

    assertThat(task.pool().champion().epoch()).isEqualTo(3);
    assertThat(task.pool().isPinned()).isTrue();
    assertThatNothingIsLeft();
  }

  @Test
  void rollingBackBringsBackWhatIsLeftOfThePredecessor() {
    forgetAuthor("p-bob");
    assertThat(champion().id()).isEqualTo(first.id());

    command(CommandKind.ROLL_BACK, 0L);
    command(CommandKind.ROLL_BACK, 2L);

    assertThat(champion().id()).isEqualTo(first.id());
    assertThat(task.pool().champion().evidence()).isEqualTo(Evidence.ofCleaned(second.id()));
    assertThatNothingIsLeft();
  }

  @Test
  void noCommandBringsBackAChampionThatIsLeftWithNothing() {
    forgetAuthor(ANN);
    forgetAuthor("p-bob");
    assertThat(champion().id()).isEqualTo(task.pool().start());

    command(CommandKind.PIN, null);

    for (long epoch = 0; epoch <= task.pool().champion().epoch(); epoch++) {
      task.assertNothing(commanded(new Command(CommandKind.ROLL_BACK, "test", epoch, null)));
    }
    assertThatNothingIsLeft();
  }

  @Test
  void aTestOfAChallengerThatHoldsItEnds() {
    Program challenger = taught(second, "a third rule", "e3", "p-cy");
    test(challenger);

    forgetAuthor("p-cy");

    assertThat(task.pool().attempt()).isNull();
    assertThat(task.pool().champion().program()).isEqualTo(second.id());
    assertThatNothingIsLeft();
  }

  @Test
  void aTestAgainstAChampionThatHoldsItEndsAndItsRoundIsSettled() {
    Program challenger = taught(start(), "a third rule", "e3", "p-cy");
    Attempt attempt = test(challenger);

    forgetAuthor(ANN);

    assertThat(task.pool().attempt()).isNull();
    task.decide(DecidedTask.round(attempt, 1, 16));
    assertThat(task.pool().ledger().open()).isEmpty();
    assertThat(task.pool().champion().epoch()).isEqualTo(3);
  }

  @Test
  void aTestBetweenOtherProgramsGoesOn() {
    Attempt attempt = test(taught(second, "a third rule", "e3", "p-cy"));

    forgetRecord("e9");

    assertThat(task.pool().attempt()).isEqualTo(attempt);
  }

  private Attempt test(Program challenger) {
    Attempt attempt = Attempt.open("attempt-9", challenger.id(), second.id(), 0.05, 0, 8);
    task.apply(
        new Change.Joined(challenger, List.of(1.0)),
        new Change.Attempted(attempt, true, DecidedTask.DAY),
        new Change.Leased(new Lease(attempt.roundId(), 16, 1)));
    return attempt;
  }

  @Test
  void aChallengerThatHoldsItNoLongerWaitsForApproval() {
    Program waiting = taught(second, "a third rule", "e3", "p-cy");
    task.apply(
        new Change.Joined(waiting, List.of()), new Change.Awaited(waiting.id(), Evidence.start()));

    forgetAuthor("p-cy");

    assertThat(task.pool().awaiting()).isNull();
    task.assertNothing(commanded(new Command(CommandKind.APPROVE, "test", null, waiting.id())));
  }

  @Test
  void aCandidateThatComesLaterIsDeclined() {
    task.decide(DecidedTask.wanted("m1", 16));
    Manifest manifest = task.manifest("m1", 16);
    forgetRecord("e1");
    forgetAuthor("p-cy");
    Program ofForgottenExample = taught(start(), "late", "e99", "p-dan");
    Program ofForgottenAuthor = taught(start(), "later", "e99", "p-cy");
    Program fromDirtySource = taught(second, "latest", "e99", "p-dan");
    Program clean = taught(start(), "clean", "e99", "p-dan");

    task.decide(
        new PoolEvent.StepEnded(
            new StepOutcome(
                manifest,
                List.of(task.scored(2, 1)),
                List.of(
                    proposal(0, "e1", ofForgottenExample),
                    proposal(1, "e3", ofForgottenAuthor),
                    proposal(2, "e4", fromDirtySource),
                    proposal(3, "e5", clean)),
                List.of(
                    DecidedTask.scored(ofForgottenExample.id(), 2, 1),
                    DecidedTask.scored(ofForgottenAuthor.id(), 2, 1),
                    DecidedTask.scored(fromDirtySource.id(), 2, 1),
                    DecidedTask.scored(clean.id(), 2, 0.5)),
                0,
                Usage.NONE,
                Usage.NONE,
                "",
                List.of())));

    assertThat(task.pool().holds(clean.id())).isTrue();
    assertThat(task.pool().holds(ofForgottenExample.id())).isFalse();
    assertThat(task.pool().holds(ofForgottenAuthor.id())).isFalse();
    assertThat(task.pool().holds(fromDirtySource.id())).isFalse();
    assertThat(task.pool().ledger().open()).isEmpty();
    assertThatNothingIsLeft();
  }

  @Test
  void aStepOfForgottenExamplesAloneTeachesNothingAndIsNoOutage() {
    task.decide(DecidedTask.wanted("m1", 16));
    Manifest manifest = task.manifest("m1", 16);
    forgetRecord("e2");

    task.decide(DecidedTask.ended(manifest, List.of(task.scored(2, 1)), Usage.NONE));

    assertThat(task.pool().isPaused()).isFalse();
    assertThat(task.pool().counts().steps()).isEqualTo(1);
    assertThat(task.pool().ledger().open()).isEmpty();
  }

  private static ProposalResult proposal(int number, String example, Program candidate) {
    Program none = candidate.withPredictors(predictor -> predictor.withRules(List.of()));
    return new ProposalResult(
        new Draft(number, example, "rule", none.id(), none), candidate, "", Usage.NONE);
  }

  @Test
  void lateScoresOnAForgottenExampleDoNotCount() {
    forgetRecord("e5");

    assertThat(task.pool().pooled(first.id()).rollouts()).isZero();
    task.assertNothing(new PoolEvent.RolloutLate(DecidedTask.scored(first.id(), 5, 1)));
  }

  @Test
  void lessonsAreForgottenWithTheWordsThatTheyAloneSay() {
    Lesson ofAnn = Lesson.between(1, start(), taught(start(), "invoices and refunds", "e1", ANN));
    Lesson other = Lesson.between(2, start(), taught(start(), "invoices", "e2", "p-bob"));
    Topic shared = Topic.of(1, Set.of("invoices", "refunds"), 0, List.of(ofAnn, other));
    Topic own = Topic.of(2, Set.of("refunds"), 0, List.of(ofAnn));
    task.apply(
        new Change.Studied(
            Knowledge.NONE.until(
                new Knowledge(List.of(shared, own), Vocabulary.EMPTY, List.of()))));

    forgetAuthor(ANN);

    assertThat(task.pool().knowledge().topics()).hasSize(1);
    assertThat(task.pool().knowledge().topics().get(0).lessons()).containsExactly(other);
    assertThat(task.pool().knowledge().topics().get(0).words()).containsExactly("invoices");
  }

  @Test
  void askingAgainChangesNothing() {
    forgetAuthor(ANN);

    task.assertNothing(forgetting(List.of(), List.of(Digest.of(ANN))));
  }

  @Test
  void aReadmittedAuthorMayBeLearnedFromAgainAndNothingComesBack() {
    forgetAuthor(ANN);

    task.decide(
        commanded(
            new Command(
                CommandKind.READMIT, "test", null, null, List.of(), List.of(Digest.of(ANN)))));

    assertThat(task.pool().forgotten().isEmpty()).isTrue();
    assertThat(task.pool().champion().epoch()).isEqualTo(3);
    assertThat(task.pool().holds(first.id())).isFalse();
  }

  @Test
  void whoWasNeverForgottenIsNotReadmitted() {
    task.assertNothing(
        commanded(
            new Command(
                CommandKind.READMIT, "test", null, null, List.of(), List.of(Digest.of(ANN)))));
  }

  @Test
  void aRetiredTasksProgramIsCleanedTooAndItStaysRetired() {
    task.decide(commanded(Command.of(CommandKind.RETIRE, "test")));

    forgetAuthor(ANN);

    assertThat(task.pool().phase()).isEqualTo(Phase.RETIRED);
    assertThat(task.pool().champion().epoch()).isEqualTo(3);
    assertThatNothingIsLeft();
  }

  @Test
  void theExamplesOfAFileAreLeftAsTheyAre() {
    DecidedTask file = new DecidedTask();
    file.open(TaskBuilder.simba().dataset(8, 8).build());

    file.assertNothing(forgetting(List.of(Digest.of("e1")), List.of()));
  }

  @Test
  void aSnapshotWithoutItIsDueAtOnce() {
    assertThat(task.pool().snapshotMillis()).isPositive();

    forgetAuthor(ANN);
    assertThat(task.pool().snapshotMillis()).isZero();

    task.decide(new PoolEvent.SnapshotDue());
    assertThat(task.pool().snapshotMillis()).isEqualTo(task.now().toEpochMilli());
    assertThatNothingIsLeft();
  }

  private Program champion() {
    return task.pool().program(task.pool().champion().program());
  }

  private void assertThatNothingIsLeft() {
    assertThat(task.pool().forgotten().isEmpty()).isFalse();
    assertThat(task.pool().programs())
        .noneMatch(pooled -> task.pool().forgotten().isIn(pooled.program()));
    assertThat(task.pool().holds(task.pool().leader())).isTrue();
    assertThat(task.pool().winners()).allMatch(task.pool()::holds);
  }

  private void forgetAuthor(String author) {
    task.decide(forgetting(List.of(), List.of(Digest.of(author))));
  }

  private void forgetRecord(String id) {
    task.decide(forgetting(List.of(Digest.of(id)), List.of()));
  }

  private static PoolEvent forgetting(List<String> records, List<String> authors) {
    return commanded(new Command(CommandKind.FORGET, "test", null, null, records, authors));
  }

  private void command(CommandKind kind, Long epoch) {
    task.decide(commanded(new Command(kind, "test", epoch, null)));
  }

  private static PoolEvent commanded(Command command) {
    return new PoolEvent.Commanded(command);
  }
}
