package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.decision.RoundOutcome;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutCosts;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompareWindowFunctionTest {
  private static final RoundOpening OPENING =
      new RoundOpening("attempt-1", 2, "challenger", "champion", 4, false, 7, RoundKind.PAIRS);

  @Test
  void aPairNeedsBothScoresAndOneAloneIsAFaultOfTheOtherSide() {
    RoundOutcome outcome =
        CompareWindowFunction.outcome(
            OPENING,
            List.of(
                scored("e1", "challenger", 1),
                scored("e1", "champion", 0.25),
                scored("e2", "challenger", 0.75),
                missing("e2", "champion", RolloutStatus.FAULT),
                missing("e3", "challenger", RolloutStatus.TIMED_OUT),
                scored("e3", "champion", 0.5),
                missing("e4", "challenger", RolloutStatus.REFUSED)));

    assertThat(outcome.differences()).containsExactly(0.75);
    assertThat(outcome.faults().ofChampion()).containsExactly(0.75);
    assertThat(outcome.faults().ofChallenger()).containsExactly(0.5);
    assertThat(outcome.dropped()).isEqualTo(3);
    assertThat(outcome.missing()).isEqualTo(1);
  }

  @Test
  void costsAreThoseOfPairsAndRememberedAnswersTellNoneOfThem() {
    RoundOutcome outcome =
        CompareWindowFunction.outcome(
            OPENING,
            List.of(
                asked("e1", "challenger", 400, 30),
                asked("e1", "champion", 100, 10),
                asked("e2", "challenger", 600, 50),
                remembered("e2", "champion"),
                asked("e3", "challenger", 7_000, 7_000),
                missing("e3", "champion", RolloutStatus.FAULT)));

    assertThat(outcome.costs())
        .isEqualTo(
            new TestCosts(
                new RolloutCosts(2, new Usage(2, 1_000, 0, 0), 80),
                new RolloutCosts(1, new Usage(1, 100, 0, 0), 10)));
  }

  private static Rollout asked(String example, String program, int tokens, long millis) {
    return scored(example, program, 1, new Usage(1, tokens, 0, 0), millis);
  }

  private static Rollout remembered(String example, String program) {
    return scored(example, program, 1);
  }

  private static Rollout scored(String example, String program, double score) {
    return scored(example, program, score, Usage.NONE, 1);
  }

  private static Rollout scored(
      String example, String program, double score, Usage usage, long millis) {
    return new Rollout(
        key(example, program),
        RolloutStatus.SCORED,
        List.of(),
        Map.of("answer", "a"),
        score,
        "",
        usage,
        millis);
  }

  private static Rollout missing(String example, String program, RolloutStatus status) {
    return Rollout.missing(key(example, program), status, "no answer", Usage.NONE);
  }

  private static RolloutKey key(String example, String program) {
    return new RolloutKey("attempt-1-2", example, program, 0);
  }
}
