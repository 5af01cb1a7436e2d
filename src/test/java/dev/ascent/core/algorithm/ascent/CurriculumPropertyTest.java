package dev.ascent.core.algorithm.ascent;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.guard.PromptTokens;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Scores;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Rule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CurriculumPropertyTest {
  private static final PromptCaps UNLIMITED =
      new PromptCaps(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  @Property
  void capsHoldForAnyLessons(
      @ForAll("lessons") List<Lesson> lessons,
      @ForAll @IntRange(max = 6) int maxRules,
      @ForAll @IntRange(max = 6) int maxDemos) {
    Curriculum curriculum =
        new Curriculum(new PromptCaps(maxDemos, maxRules, Integer.MAX_VALUE), START);
    lessons.forEach(curriculum::add);
    Predictor taught = curriculum.taught().predictors().get(0);
    long rules = lessons.stream().filter(Lesson::isRule).distinct().count();
    long demos = lessons.stream().filter(lesson -> !lesson.isRule()).distinct().count();

    assertThat(taught.rules()).hasSize((int) Math.min(maxRules, rules)).doesNotHaveDuplicates();
    assertThat(taught.demos()).hasSize((int) Math.min(maxDemos, demos)).doesNotHaveDuplicates();
    assertThat(curriculum.rules()).isEqualTo(taught.rules().size());
    assertThat(curriculum.demos()).isEqualTo(taught.demos().size());
  }

  @Property
  void noPromptTakesMoreTokensThanItMay(
      @ForAll("lessons") List<Lesson> lessons, @ForAll @IntRange(max = 900) int room) {
    int tokens = (int) PromptTokens.mostOf(START.predictors().get(0)) + room;
    PromptCaps caps = new PromptCaps(Integer.MAX_VALUE, Integer.MAX_VALUE, tokens);
    Curriculum curriculum = new Curriculum(caps, START);
    lessons.forEach(curriculum::add);

    assertThat(caps.refusal(curriculum.taught())).isEmpty();
    assertThat(PromptTokens.mostOf(curriculum.taught().predictors().get(0)))
        .isLessThanOrEqualTo(tokens);
  }

  @Property
  void lessonsAreTaughtInTheOrderInWhichTheyWereLearned(@ForAll("lessons") List<Lesson> lessons) {
    Curriculum curriculum = new Curriculum(UNLIMITED, START);
    lessons.forEach(curriculum::add);
    Predictor taught = curriculum.taught().predictors().get(0);

    assertThat(taught.rules())
        .extracting(Rule::text)
        .isSortedAccordingTo((one, other) -> number(one) - number(other));
    assertThat(taught.demos())
        .extracting(demo -> demo.inputs().get("ticket"))
        .isSortedAccordingTo((one, other) -> number(one) - number(other));
  }

  @Property
  void aLessonIsAlikeTheDemosThatShowItsAnswers(@ForAll("lessons") List<Lesson> lessons) {
    Curriculum curriculum = new Curriculum(UNLIMITED, START);
    lessons.forEach(curriculum::add);
    Lesson newcomer = demo(99, "ticket 99", "team 0");

    assertThat(curriculum.alike(newcomer))
        .isEqualTo(
            lessons.stream()
                .distinct()
                .map(lesson -> lesson.demos().get("route"))
                .filter(Objects::nonNull)
                .map(Demo::outputs)
                .filter(newcomer.demos().get("route").outputs()::equals)
                .count());
  }

  @Test
  void reasoningAndCaseMakeNoOtherAnswer() {
    Curriculum curriculum = new Curriculum(UNLIMITED, START);
    curriculum.add(shown(1, Map.of("team", "Billing ", "reasoning", "it is about money")));
    curriculum.add(shown(2, Map.of("team", "sales")));

    assertThat(curriculum.alike(shown(3, Map.of("team", "billing")))).isEqualTo(1);
  }

  private static Lesson shown(int number, Map<String, String> outputs) {
    Demo demo = new Demo(Map.of("ticket", "t" + number), outputs, List.of("e" + number));
    return new Lesson(number, Map.of(), Map.of("route", demo), Scores.NONE);
  }

  private static int number(String text) {
    return Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
  }

  @Provide
  Arbitrary<List<Lesson>> lessons() {
    return Arbitraries.integers()
        .between(1, 20)
        .map(CurriculumPropertyTest::lesson)
        .list()
        .ofMaxSize(20);
  }

  /** Equal numbers make equal lessons. */
  private static Lesson lesson(int number) {
    return number % 2 == 0
        ? rule(number, "advice " + number)
        : demo(number, "ticket " + number, "team " + number % 3);
  }
}
