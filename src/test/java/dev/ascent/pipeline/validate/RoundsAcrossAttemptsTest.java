package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.testing.PoolJournal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rounds of one attempt, and of those after it, take and leave. */
class RoundsAcrossAttemptsTest extends ValidateScenario {
  @Test
  void aRoundTakesExamplesThatItsAttemptHasNotSeen() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT);
    Attempt first = attempt();
    read(round(first, 3));
    read(journal.settle(first.roundId()));

    read(round(first.next(List.of(0.0, 0.0, 0.0), 0, 3), 3));

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(3, 2);
    assertThat(openings()).extracting(RoundOpening::exhausted).containsExactly(false, true);
    assertThat(validate.extractOutputValues().stream().map(request -> request.key().example()))
        .hasSize(2 * HOLDOUT)
        .containsOnly("h0", "h1", "h2", "h3", "h4");
  }

  @Test
  void aNewAttemptMayTakeTheSameExamplesAgain() throws Exception {
    begin(stream);
    examples(0, 2);
    Attempt first = attempt();
    read(round(first, 2));
    read(journal.settle(first.roundId()));

    Attempt second = Attempt.open("second", first.challenger(), first.champion(), 0.05, 0, 2);
    read(round(second, 2));

    assertThat(openings()).extracting(RoundOpening::attempt).containsExactly("first", "second");
  }

  @Test
  void sendsARoundOnceAndNothingWithoutALease() throws Exception {
    begin(stream);
    examples(0, 4);
    read(journal.write(new Change.Attempted(attempt(), true, 0)));
    assertThat(openings()).isEmpty();

    read(journal.lease(attempt().roundId(), 4));
    examples(4, 6);

    assertThat(openings()).hasSize(1);
  }

  @Test
  void sendsNothingForAPoolThatAnotherRunOwns() throws Exception {
    begin(stream);
    examples(0, 4);
    PoolJournal next = journal.writtenBy("run-2");
    read(next.write(new Change.Owned("run-2", 0)));

    read(
        next.write(
            new Change.Attempted(attempt(), true, 0),
            new Change.Leased(new Lease(attempt().roundId(), 4, 1))));

    assertThat(openings()).isEmpty();
  }

  @Test
  void aRunThatMissedRoundsOfAFileGoesOnBehindThem() throws Exception {
    begin(bounded);
    Attempt first = attempt();
    read(round(first, 3));
    read(journal.settle(first.roundId()));
    validate.close();
    validate = harness();
    validate.open();
    PoolJournal again = PoolJournal.empty("tickets", "run-1");
    read(again.open(bounded));
    read(again.write(new Change.Joined(challenger, List.of(1.0))));
    examples(0, HOLDOUT);

    Attempt next = first.next(List.of(0.0, 0.0), 1, 3);
    read(round(again, next, 3));

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(2);
    assertThat(validate.extractOutputValues())
        .extracting(request -> request.key().example())
        .containsOnly("h3", "h4");
  }

  @Test
  void anAttemptLeavesTheRoundsOfTheOneBeforeAlone() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT);
    restoreAs("run-1@2");

    Attempt first = attempt();
    read(round(first, 2));
    validate.setProcessingTime(60_000);
    assertThat(openings()).isEmpty();

    journal = journal.writtenBy("run-1@2");
    read(journal.write(new Change.Owned("run-1@2", 0)));
    read(round(first.next(List.of(0.0, 0.0), 0, 2), 2));

    assertThat(openings()).extracting(RoundOpening::number).containsExactly(2);
    assertThat(validate.extractOutputValues())
        .extracting(request -> request.key().example())
        .containsOnly("h2", "h3");
    assertThat(validate.extractOutputValues())
        .extracting(RolloutRequest::owner)
        .containsOnly("run-1@2");
  }

  @Test
  void aStreamsTestEndsWhereNobodyKnowsWhichExamplesHaveServed() throws Exception {
    begin(stream);
    examples(0, 8);
    restoreAs("run-1@2");

    Attempt first = attempt();
    read(round(first, 2));
    read(journal.settle(first.roundId()));
    Attempt second = first.next(List.of(0.0, 0.0), 0, 2);
    read(round(second, 2));
    journal = journal.writtenBy("run-1@2");
    read(journal.write(new Change.Owned("run-1@2", 0)));
    read(round(second.next(List.of(), 0, 2), 2));

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(0);
    assertThat(openings()).extracting(RoundOpening::exhausted).containsExactly(true);
    assertThat(validate.extractOutputValues()).isEmpty();
  }

  @Test
  void aRoundThatWaitsForExamplesEndsWithItsAttempt() throws Exception {
    begin(stream);
    examples(0, 1);
    Attempt waiting = begun(5);
    read(round(waiting, 4));
    assertThat(openings()).isEmpty();

    read(journal.write(new Change.Concluded(waiting.id(), Evidence.of(waiting))));
    read(journal.lease("m1", 8));

    assertThat(openings())
        .containsExactly(RoundOpening.ofNothing(waiting.roundId(), journal.pool().version() - 1));
    assertThat(openings()).extracting(RoundOpening::attempt).containsExactly(waiting.id());
    assertThat(openings()).extracting(RoundOpening::number).containsExactly(waiting.round());
    assertThat(requested()).isEmpty();
  }

  @Test
  void aRoundThatWasSentEndsByItself() throws Exception {
    begin(stream);
    examples(0, 4);
    Attempt sent = begun(5);
    read(round(sent, 4));
    assertThat(openings()).hasSize(1);

    read(journal.write(new Change.Concluded(sent.id(), Evidence.of(sent))));
    read(round(begun(6), 4));
    read(journal.lease("m1", 8));

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(4, 4);
  }
}
