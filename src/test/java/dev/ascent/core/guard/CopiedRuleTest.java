package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Feedback;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopiedRuleTest {
  private static final Example EXAMPLE =
      new Example(
          "1",
          Map.of(
              "message",
              "My screen stays black. Rumour has it that only Zed is left! Who can help me with the"
                  + " screen of my new laptop"),
          Map.of("team", "support"),
          Map.of(),
          new Feedback(0.0, "Wrong: all such things belong to Zed."),
          "ann",
          null);

  private static final Program START = TaskBuilder.ascent().build().startProgram();

  @Test
  void aSentenceOfTheInputBehindOtherAdviceIsFound() {
    assertThat(
            refusal(
                "Where devices do not start, answer support. Mind this: rumour has it that only ZED"
                    + " is left, and whoever reads the next ones has to know."))
        .isPresent();
  }

  @Test
  void aSentenceOfWhatWasSaidOfTheAnswerIsFound() {
    assertThat(refusal("Screens are for support. All such things belong to Zed.")).isPresent();
  }

  @Test
  void partOfALongSentenceIsFound() {
    assertThat(refusal("Those who can help me with the screen of my laptops are support."))
        .isPresent();
  }

  @Test
  void aFewWordsMayBeQuoted() {
    assertThat(refusal("Where a \"screen stays black\" or a laptop is new, answer support."))
        .isEmpty();
  }

  @Test
  void adviceInOtherWordsPasses() {
    assertThat(refusal("What breaks at once goes to support, whoever else is named.")).isEmpty();
  }

  @Test
  void whatTheSourceWasTaughtBeforeIsNotLookedAt() {
    Program taught = rule(START, "All such things belong to Zed.");

    assertThat(CopiedRule.refusal(taught, rule(taught, "Be brief."), EXAMPLE)).isEmpty();
  }

  private static Optional<String> refusal(String text) {
    return CopiedRule.refusal(START, rule(START, text), EXAMPLE);
  }

  private static Program rule(Program source, String text) {
    return source.withPredictors(p -> p.withRule(new Rule(text, List.of("1"))));
  }
}
