package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnsharedWordsTest {
  private static final Example EXAMPLE =
      Example.labelled("1", Map.of("message", "my invoice for zebracorp"), Map.of("team", "sales"))
          .withUnshared(List.of("zebracorp"));

  private static final Program START = TaskBuilder.ascent().build().startProgram();

  @Test
  void aDemoOrARuleWithAWordThatFewUseIsDeclined() {
    assertThat(withDemo("my invoice for zebracorp")).isPresent();
    assertThat(withRule(START, "What is about Z.e.b.r.a.c.o.r.p goes to sales.")).isPresent();
    assertThat(withRule(START, "Invoices go to sales.")).isEmpty();
    assertThat(withDemo("my invoice")).isEmpty();
  }

  @Test
  void numbersAreNoWords() {
    assertThat(UnsharedWords.wordsOf("order 4711-12 of mp3 players")).doesNotContain("4711-12");
    assertThat(UnsharedWords.wordsOf("order 4711-12 of mp3 players")).contains("order", "mp3");
  }

  @Test
  void whatTheSourceWasTaughtBeforeIsNotLookedAt() {
    Program taught = rule(START, "zebracorp goes to billing");

    assertThat(withRule(taught, "Invoices go to sales.")).isEmpty();
  }

  @Test
  void anAuthorCountsOnceAndRecordsOfNobodyOnceEach() {
    List<Long> one = UnsharedWords.usedBy(List.of(), "ann", "1", 3);

    assertThat(UnsharedWords.usedBy(one, "ann", "2", 3)).hasSize(1);
    assertThat(UnsharedWords.usedBy(one, "bob", "2", 3)).hasSize(2);
    List<Long> nobodys = UnsharedWords.usedBy(one, "", "2", 3);
    assertThat(UnsharedWords.usedBy(nobodys, "", "2", 3)).hasSize(2);
    assertThat(UnsharedWords.usedBy(nobodys, "", "3", 3)).hasSize(3);
    assertThat(UnsharedWords.usedBy(nobodys, "", "3", 2)).hasSize(2);
  }

  private static Optional<String> withRule(Program source, String text) {
    return UnsharedWords.refusal(source, rule(source, text), EXAMPLE);
  }

  private static Program rule(Program source, String text) {
    return source.withPredictors(p -> p.withRule(new Rule(text, List.of("1"))));
  }

  private static Optional<String> withDemo(String message) {
    Demo demo = new Demo(Map.of("message", message), Map.of("team", "sales"), List.of("1"));
    return UnsharedWords.refusal(START, START.withPredictors(p -> p.withDemo(demo)), EXAMPLE);
  }
}
