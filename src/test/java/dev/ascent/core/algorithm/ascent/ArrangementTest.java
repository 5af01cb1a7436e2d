package dev.ascent.core.algorithm.ascent;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static dev.ascent.testing.TicketLessons.taught;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Recalls;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Vocabulary;
import dev.ascent.core.program.Program;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.ScoredRollout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArrangementTest {
  private static final Lesson SALES = demo(1, "a quote please", "sales", "a");
  private static final Lesson BILLING = demo(2, "charged twice", "billing", "b");
  private static final Lesson MORE_BILLING = demo(3, "the invoice is late", "billing", "c");
  private static final Lesson MORE_SALES = demo(4, "what does it cost", "sales", "d");
  private static final Program LEADER = taught(SALES, BILLING, MORE_BILLING);

  @Test
  void theAnswerThatIsRightLeastIsShownMoreOrLater() {
    Set<Program> variations =
        variations(LEADER, knowing(SALES, BILLING, MORE_BILLING, MORE_SALES), outcome(LEADER));

    assertThat(variations)
        .containsExactlyInAnyOrder(
            // in the place of the other answer
            taughtAnew(SALES, MORE_SALES, MORE_BILLING),
            taughtAnew(SALES, BILLING, MORE_SALES),
            // later
            taughtAnew(BILLING, SALES, MORE_BILLING),
            taughtAnew(MORE_BILLING, BILLING, SALES),
            // by another demo
            taughtAnew(MORE_SALES, BILLING, MORE_BILLING));
  }

  @Test
  void theOrderOfAProgramIsItsOwn() {
    Program late = taughtAnew(BILLING, MORE_BILLING, SALES);

    Set<Program> variations =
        variations(late, knowing(SALES, BILLING, MORE_BILLING, MORE_SALES), outcome(late));

    assertThat(variations)
        .containsExactlyInAnyOrder(
            taughtAnew(MORE_SALES, MORE_BILLING, SALES),
            taughtAnew(BILLING, MORE_SALES, SALES),
            taughtAnew(BILLING, MORE_BILLING, MORE_SALES));
  }

  @Test
  void theLastDemoOfAnAnswerKeepsItsPlace() {
    Program leader = taught(SALES, BILLING);

    assertThat(variations(leader, knowing(SALES, BILLING), outcome(leader)))
        .containsExactly(taughtAnew(BILLING, SALES));
  }

  @Test
  void programsThatHoldAnythingElseAreLeftAlone() {
    Lesson told = demo(5, "the parcel is lost", "delivery", "e");
    Topic topic = Topic.of(9, Set.of("parcel"), 0, List.of(told));
    Knowledge knowledge =
        new Knowledge(
            Stream.concat(knowing(SALES, BILLING).topics().stream(), Stream.of(topic)).toList(),
            Vocabulary.EMPTY,
            List.of());

    assertThat(Arrangement.of(taught(SALES, BILLING, told), knowledge, START)).isEmpty();
    assertThat(Arrangement.of(taught(SALES, rule(6, "x")), knowledge, START)).isEmpty();
    assertThat(Arrangement.of(START, knowledge, START)).isEmpty();
  }

  /** Billing is always right, sales never. */
  private static StepOutcome outcome(Program leader) {
    return new TicketStep()
        .ticket("1", "t1", "billing")
        .ticket("2", "t2", "billing")
        .ticket("3", "t3", "sales")
        .ticket("4", "t4", "sales")
        .scored(leader, 1, "1", "2")
        .scored(leader, 0, "3", "4")
        .outcome();
  }

  private static Set<Program> variations(Program leader, Knowledge knowledge, StepOutcome outcome) {
    Arrangement arrangement = Arrangement.of(leader, knowledge, START).orElseThrow();
    Set<Program> variations = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      arrangement
          .varied(recalls(leader, outcome), 1, Seeds.generator(seed, "test"))
          .map(Arrangement::program)
          .ifPresent(variations::add);
    }
    return variations;
  }

  private static Recalls recalls(Program leader, StepOutcome outcome) {
    StepExamples examples = new StepExamples(outcome.manifest().minibatch());
    Recalls recalls = Recalls.none(leader.id());
    for (ScoredRollout rollout : outcome.sampled()) {
      recalls = recalls.plus(examples.example(rollout.example()).expected(), rollout.score());
    }
    return recalls;
  }

  private static Program taughtAnew(Lesson... lessons) {
    return Curriculum.taught(START, List.of(lessons));
  }

  private static Knowledge knowing(Lesson... lessons) {
    List<Topic> topics = new ArrayList<>();
    for (Lesson lesson : lessons) {
      topics.add(Topic.of(topics.size() + 1, Set.of(), 0, List.of(lesson)));
    }
    return new Knowledge(topics, Vocabulary.EMPTY, List.of());
  }
}
