package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptCapsTest {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private final Program start = TaskBuilder.ascent().build().startProgram();
  private final Program taught =
      start.withPredictors(
          predictor ->
              predictor
                  .withRule(new Rule("a rule", List.of("e1")))
                  .withDemo(new Demo(Map.of("ticket", "t"), Map.of("team", "x"), List.of("e2"))));

  @Test
  void whatIsWithinItsCapsIsNotRefused() {
    assertThat(new PromptCaps(1, 1, UNLIMITED).refusal(taught)).isEmpty();
    assertThat(new PromptCaps(0, 0, UNLIMITED).refusal(start)).isEmpty();
  }

  @Test
  void aRefusalNamesTheModuleAndTheCap() {
    assertThat(new PromptCaps(0, 1, UNLIMITED).refusal(taught))
        .contains("module route shows 1 demos, more than max-demos 0");
    assertThat(new PromptCaps(1, 0, UNLIMITED).refusal(taught))
        .contains("module route has 1 rules, more than max-rules 0");
  }

  @Test
  void promptsTakeAsManyTokensAsTheyMayAndNoMore() {
    int most = (int) PromptTokens.mostOf(taught.predictors().get(0));

    assertThat(new PromptCaps(1, 1, most).refusal(taught)).isEmpty();
    assertThat(new PromptCaps(1, 1, most).haveRoomFor(taught)).isTrue();
    assertThat(new PromptCaps(1, 1, most - 1).haveRoomFor(taught)).isFalse();
    assertThat(new PromptCaps(1, 1, most - 1).refusal(taught))
        .contains(
            "the prompt of module route may take %d tokens, more than max-prompt-tokens %d"
                .formatted(most, most - 1));
  }
}
