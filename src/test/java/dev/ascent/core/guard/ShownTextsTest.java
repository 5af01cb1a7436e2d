package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownTextsTest {
  private static final String TICKET =
      "I was charged twice for the same order last week and nobody answers my mails";

  private final Program start = TaskBuilder.ascent().build().startProgram();

  @Test
  void theStartShowsNoExample() {
    assertThat(ShownTexts.of(List.of(start)).show(example(TICKET))).isFalse();
  }

  @Test
  void aNearCopyOfADemoIsShown() {
    ShownTexts shown = ShownTexts.of(List.of(start, withDemo(TICKET)));

    assertThat(shown.show(example(TICKET.toUpperCase(Locale.ROOT) + "!!"))).isTrue();
    assertThat(shown.show(example("Hi. " + TICKET + ", please help"))).isTrue();
    assertThat(shown.show(example("My parcel was due last week and nobody answers my mails")))
        .isFalse();
  }

  @Test
  void aQuoteInARuleShowsItsExample() {
    Program quoting =
        start.withPredictors(
            predictor ->
                predictor.withRule(
                    new Rule("Answer billing to \"" + TICKET + "\" and the like.", List.of("e1"))));

    assertThat(ShownTexts.of(List.of(quoting)).show(example(TICKET))).isTrue();
  }

  @Test
  void aShortInputMayStandInAnyTextByChance() {
    ShownTexts shown = ShownTexts.of(List.of(withDemo("yes, cancel my order now")));

    assertThat(shown.show(example("yes"))).isFalse();
    assertThat(shown.show(example("cancel my order now"))).isFalse();
    assertThat(shown.show(example("Yes cancel my order now"))).isTrue();
  }

  private Program withDemo(String ticket) {
    return start.withPredictors(
        predictor ->
            predictor.withDemo(
                new Demo(Map.of("ticket", ticket), Map.of("team", "billing"), List.of("e1"))));
  }

  private static Example example(String ticket) {
    return Example.labelled("e9", Map.of("ticket", ticket), Map.of("team", "billing"));
  }
}
