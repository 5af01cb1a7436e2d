package dev.ascent.core.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecallsTest {
  private static final Map<String, String> BILLING = Map.of("team", "billing");
  private static final Map<String, String> SALES = Map.of("team", "sales");

  @Test
  void ofProgramsThatAreRightAsOftenTheOneIsEvenerThatLeansToNoAnswer() {
    Recalls leaning = recalls(4, 0);
    Recalls even = recalls(2, 2);

    assertThat(leaning.all()).isEqualTo(even.all());
    assertThat(even.evenness(0.25)).isGreaterThan(leaning.evenness(0.25) + 0.05);
  }

  @Test
  void evennessIsTheMeanScoreWhereAllAnswersAreRightAsOften() {
    // (2 + 0.5) / (4 + 1) of each answer
    assertThat(recalls(2, 2).evenness(0.5)).isCloseTo(0.5, within(1e-12));
    assertThat(Recalls.none("p").evenness(0.3)).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void answersRepeatOnceEachWasDueTwiceOnAverage() {
    Recalls once = Recalls.none("p").plus(BILLING, 1).plus(SALES, 0);

    assertThat(once.repeat()).isFalse();
    assertThat(once.plus(SALES, 0).plus(SALES, 1).repeat()).isTrue();
    assertThat(Recalls.none("p").plus(SALES, 0).plus(SALES, 1).repeat())
        .as("of a single answer")
        .isFalse();
    assertThat(once.plus(SALES, 0).plus(SALES, 1).knowing(Set.of(Map.of("team", "x"))).repeat())
        .as("an answer that was due to others does not count")
        .isTrue();
  }

  @Test
  void answersThatWereDueToOtherProgramsHaveNoScore() {
    Recalls known = Recalls.none("p").plus(SALES, 1).knowing(Set.of(BILLING, SALES));

    assertThat(known.byAnswer()).extracting(Recalls.Recall::answer).containsExactly(SALES, BILLING);
    assertThat(known.all()).isEqualTo(new Scores(1, 1));
    assertThat(known.knowing(Set.of(BILLING))).isEqualTo(known);
  }

  @Test
  void thePoorestAnswerIsRightLeastAndTheRichestMost() {
    Recalls recalls = recalls(3, 1);

    assertThat(recalls.poorest()).isEqualTo(SALES);
    assertThat(recalls.richest()).isEqualTo(BILLING);
    Recalls unscored = Recalls.none("p").plus(SALES, 1).knowing(Set.of(BILLING));
    assertThat(unscored.poorest()).as("of which nothing is known").isEqualTo(BILLING);
    assertThat(unscored.richest()).isEqualTo(SALES);
  }

  @Test
  void answersAreLikeThoseThatAreDueWhereEachIsGivenAsOften() {
    Map<Map<String, String>, Integer> due = Map.of(BILLING, 30, SALES, 10);

    assertThat(given(3, 1).likeness(due).orElseThrow()).isCloseTo(1, within(1e-12));
    assertThat(given(0, 4).likeness(due).orElseThrow()).isCloseTo(0.25, within(1e-12));
    assertThat(given(2, 2).likeness(due).orElseThrow()).isBetween(0.9, 0.99);
  }

  @Test
  void nothingIsToldOfAProgramWhoseAnswersAreNotKnown() {
    assertThat(recalls(2, 2).likeness(Map.of(BILLING, 1))).isEmpty();
    assertThat(new Recalls.Recall(BILLING, Scores.NONE, null).given()).isZero();
  }

  @Test
  void anAnswerThatIsNeverDueIsLikeNone() {
    Map<Map<String, String>, Integer> due = Map.of(BILLING, 10, SALES, 10);
    Map<String, String> elsewhere = Map.of("team", "returns");

    assertThat(given(1, 1).given(elsewhere).given(elsewhere).likeness(due).orElseThrow())
        .isCloseTo(0.5, within(1e-12));
    assertThat(recalls(2, 2).given(elsewhere).likeness(due).orElseThrow()).isZero();
    assertThat(new Recalls("p", List.of(), null).others()).isZero();
  }

  @Test
  void scoresAndAnswersAreCountedApart() {
    Recalls recalls = recalls(2, 2).given(SALES).plus(SALES, 1).given(SALES);

    assertThat(Recalls.due(List.of(recalls))).isEqualTo(Map.of(BILLING, 4, SALES, 5));
    assertThat(recalls.all().sum()).isEqualTo(5);
    assertThat(recalls.byAnswer()).extracting(Recalls.Recall::given).containsExactly(0, 2);
  }

  private static Recalls given(int billing, int sales) {
    Recalls recalls = recalls(2, 2);
    for (int i = 0; i < billing; i++) {
      recalls = recalls.given(BILLING);
    }
    for (int i = 0; i < sales; i++) {
      recalls = recalls.given(SALES);
    }
    return recalls;
  }

  /** Both answers were due four times. */
  private static Recalls recalls(int billingRight, int salesRight) {
    Recalls recalls = Recalls.none("p");
    for (int i = 0; i < 4; i++) {
      recalls = recalls.plus(BILLING, i < billingRight ? 1 : 0);
      recalls = recalls.plus(SALES, i < salesRight ? 1 : 0);
    }
    return recalls;
  }
}
