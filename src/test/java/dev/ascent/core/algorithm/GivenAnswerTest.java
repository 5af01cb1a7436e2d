package dev.ascent.core.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenAnswerTest {
  private static final Example LABELLED =
      Example.labelled("e1", Map.of("ticket", "t"), Map.of("team", "sales"));

  private static final GivenAnswer NO_LABEL = new GivenAnswer("p1", "e1", Map.of());

  @Test
  void fieldsWithoutALabelAreNoPartOfIt() {
    assertThat(GivenAnswer.of(rollout(Map.of("reasoning", "so", "team", "billing")), LABELLED))
        .contains(new GivenAnswer("p1", "e1", Map.of("team", "billing")));
  }

  @Test
  void whatIsRightIsTheLabelHoweverItIsWritten() {
    assertThat(GivenAnswer.of(rollout(Map.of("team", "Sales "), 1), LABELLED))
        .contains(new GivenAnswer("p1", "e1", Map.of("team", "sales")));
  }

  @Test
  void whatCouldNotBeReadIsAnAnswerThatIsNoLabel() {
    assertThat(GivenAnswer.of(rollout(Map.of()), LABELLED)).contains(NO_LABEL);
    assertThat(GivenAnswer.of(rollout(Map.of("reasoning", "so")), LABELLED)).contains(NO_LABEL);
  }

  @Test
  void thereIsNoneWithoutAScore() {
    Rollout fault =
        Rollout.missing(new RolloutKey("m1", "e1", "p1", 0), RolloutStatus.FAULT, "", Usage.NONE);

    assertThat(GivenAnswer.of(fault, LABELLED)).isEmpty();
  }

  @Test
  void aLongTextIsNoAnswerThatComesAgain() {
    assertThat(GivenAnswer.of(rollout(Map.of("team", "x".repeat(101))), LABELLED))
        .contains(NO_LABEL);
  }

  @Test
  void thereIsNoneWithoutALabel() {
    Example unlabelled = Example.labelled("e1", Map.of("ticket", "t"), Map.of());

    assertThat(GivenAnswer.of(rollout(Map.of("team", "sales")), unlabelled)).isEmpty();
  }

  private static Rollout rollout(Map<String, String> outputs) {
    return rollout(outputs, 0);
  }

  private static Rollout rollout(Map<String, String> outputs, double score) {
    return new Rollout(
        new RolloutKey("m1", "e1", "p1", 0),
        RolloutStatus.SCORED,
        List.of(),
        outputs,
        score,
        "",
        Usage.NONE,
        1);
  }
}
