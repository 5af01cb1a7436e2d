package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.text.Digest;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValidateFunctionTest extends ValidateScenario {
  @Test
  void runsBothProgramsOnEachExampleOfARound() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT);

    read(round(attempt(), 2));

    assertThat(validate.extractOutputValues()).hasSize(4);
    assertThat(validate.extractOutputValues())
        .extracting(request -> request.key().example() + " " + request.key().program())
        .containsExactlyInAnyOrder(
            "h0 " + challenger.id(),
            "h0 " + bounded.startProgram().id(),
            "h1 " + challenger.id(),
            "h1 " + bounded.startProgram().id());
    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(2);
    assertThat(openings()).extracting(RoundOpening::exhausted).containsExactly(false);
  }

  @Test
  void whatBecameKnownOfAnExampleIsWhatRunsNext() throws Exception {
    begin(stream);
    examples(0, 1);
    validate.processElement1(new StreamRecord<>(update(0)));
    validate.processElement1(new StreamRecord<>(update(1)));
    read(round(attempt(), 2));
    assertThat(openings()).as("an update of an example that it does not have is none").isEmpty();

    examples(1, 2);

    assertThat(validate.extractOutputValues())
        .extracting(request -> request.example().id() + " " + request.example().expected())
        .containsExactly("h0 {team=y}", "h0 {team=y}", "h1 {team=x}", "h1 {team=x}");
  }

  @Test
  void whatIsForgottenTestsNothing() throws Exception {
    begin(stream);
    examples(0, 2);
    read(journal.write(new Change.Forgotten(List.of(Digest.of("h1")), List.of())));
    examples(1, 2);
    read(round(attempt(), 2));
    assertThat(openings()).isEmpty();

    examples(2, 3);

    assertThat(requested()).containsOnly("h0", "h2");
  }

  @Test
  void examplesWithTheSameInputsAreOnePair() throws Exception {
    begin(stream);
    read(round(attempt(), 2));
    validate.processElement1(new StreamRecord<>(copy("a", "Where is it?")));
    validate.processElement1(new StreamRecord<>(copy("b", " where  is IT?")));
    assertThat(openings()).isEmpty();

    validate.processElement1(new StreamRecord<>(copy("c", "Something else.")));

    assertThat(requested()).containsOnly("a", "c");
  }

  @Test
  void aCopyOfAnExampleThatHasServedServesNoMore() throws Exception {
    begin(stream);
    validate.processElement1(new StreamRecord<>(copy("a", "Where is it?")));
    read(round(attempt(), 1));
    read(round(attempt().next(List.of(1.0), 0, 1), 1));
    restoreAs("run-1");
    validate.processElement1(new StreamRecord<>(copy("b", "where is it?")));
    assertThat(requested()).as("after the restore").isEmpty();

    validate.processElement1(new StreamRecord<>(copy("c", "Something else.")));

    assertThat(requested()).containsOnly("c");
  }

  @Test
  void waitsForAllOfABoundedTasksHoldout() throws Exception {
    begin(bounded);
    examples(0, HOLDOUT - 1);
    read(round(attempt(), 2));
    assertThat(openings()).isEmpty();

    examples(HOLDOUT - 1, HOLDOUT);

    assertThat(openings()).hasSize(1);
  }

  @Test
  void waitsForSoManyExamplesOfAStreamAsItsRoundWants() throws Exception {
    begin(stream);
    read(round(attempt(), 2));
    examples(0, 1);
    assertThat(openings()).isEmpty();

    examples(1, 2);

    assertThat(openings()).hasSize(1);
  }

  @Test
  void aRoundThatIsPaidForIsRunWhileACapPausesItsTask() throws Exception {
    begin(stream);
    read(round(attempt(), 2));
    read(journal.write(Pause.of(PauseKind.CAP, "48 of 48 rollouts are spent").change()));

    examples(0, 2);

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(2);
  }

  @Test
  void aRoundWithoutALeaseWaitsForTheEndOfACapsPause() throws Exception {
    begin(stream);
    read(
        journal.write(
            new Change.Attempted(attempt(), true, 0),
            Pause.of(PauseKind.CAP, "48 of 48 rollouts are spent").change()));

    examples(0, 2);

    assertThat(openings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = PauseKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CAP")
  void anyOtherPauseKeepsARoundWaiting(PauseKind kind) throws Exception {
    begin(stream);
    read(round(attempt(), 2));
    read(journal.write(Pause.of(kind, "a reason").change()));

    examples(0, 2);

    assertThat(openings()).isEmpty();
    read(journal.write(new Change.Resumed()));
    assertThat(openings()).hasSize(1);
  }

  @Test
  void aRoundThatLacksExamplesGoesOnceTheLastOfThemCame() throws Exception {
    begin(stream);
    examples(0, 1);
    read(round(attempt(), 4));
    examples(0, 3);
    assertThat(openings()).isEmpty();

    examples(2, 4);

    assertThat(openings()).extracting(RoundOpening::pairs).containsExactly(4);
  }
}
