package dev.ascent.core.lesson;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static dev.ascent.testing.TicketLessons.scored;
import static dev.ascent.testing.TicketLessons.taught;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LessonTest {
  private static final Program TWO_MODULES =
      TaskBuilder.ascent()
          .modules(
              List.of(module("summarize", "ticket", "summary"), module("route", "summary", "team")))
          .build()
          .startProgram();

  @Test
  void aLessonIsWhatACandidateWasTaughtBeyondItsSource() {
    Lesson known = rule(1, "refund: billing", "e1");
    Program source = taught(known);

    assertThat(Lesson.between(2, source, taught(known, rule(7, "parcel: delivery", "e2"))))
        .isEqualTo(rule(2, "parcel: delivery", "e2"));
    assertThat(Lesson.between(3, source, taught(known, demo(7, "my parcel", "delivery", "e3"))))
        .isEqualTo(demo(3, "my parcel", "delivery", "e3"));
  }

  @Test
  void aCandidateThatRepeatsItsSourceTeachesNothing() {
    Program source = taught(rule(1, "refund: billing", "e1"));

    assertThat(Lesson.between(2, source, source).isEmpty()).isTrue();
    assertThat(Lesson.between(2, START, source).isEmpty()).isFalse();
  }

  @Test
  void aProgramHoldsALessonIfItWasTaughtAllOfIt() {
    Rule first = new Rule("keep the order number", List.of("e1"));
    Rule second = new Rule("orders: sales", List.of("e1"));
    Lesson lesson =
        new Lesson(1, Map.of("summarize", first, "route", second), Map.of(), Scores.NONE);
    Program half = TWO_MODULES.withPredictor("summarize", p -> p.withRule(first));

    assertThat(lesson.isIn(half)).isFalse();
    assertThat(lesson.isIn(half.withPredictor("route", p -> p.withRule(second)))).isTrue();
    assertThat(Lesson.between(1, TWO_MODULES, half.withPredictor("route", p -> p.withRule(second))))
        .isEqualTo(lesson);
  }

  @Test
  void itsWordsAreWhatRulesSayAndDemosShow() {
    Lesson rule = rule(1, "Refund: say billing.", "e1", "e2");
    Lesson demo = demo(2, "My Parcel", "delivery", "e3");

    assertThat(rule.isRule()).isTrue();
    assertThat(rule.spokenWords()).containsExactly("billing", "refund", "say");
    assertThat(rule.shownWords()).isEmpty();
    assertThat(rule.sources()).containsExactly("e1", "e2");
    assertThat(demo.isRule()).isFalse();
    assertThat(demo.spokenWords()).isEmpty();
    assertThat(demo.shownWords()).containsExactly("my", "parcel");
    assertThat(demo.sources()).containsExactly("e3");
  }

  @Test
  void anUntriedLessonHasNoScores() {
    Lesson tried = scored(rule(1, "refund: billing"), 3, 0.5);

    assertThat(tried.scored(0.5).scores()).isEqualTo(new Scores(4, 2));
    assertThat(tried.untried()).isEqualTo(rule(1, "refund: billing"));
  }

  private static ModuleDefinition module(String name, String input, String output) {
    return new ModuleDefinition(
        name,
        ModuleType.PREDICT,
        new Signature("", List.of(Field.text(input, "")), List.of(Field.text(output, ""))));
  }
}
