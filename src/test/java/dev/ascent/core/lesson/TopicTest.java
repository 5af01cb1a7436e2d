package dev.ascent.core.lesson;

import static dev.ascent.testing.TicketLessons.START;
import static dev.ascent.testing.TicketLessons.demo;
import static dev.ascent.testing.TicketLessons.rule;
import static dev.ascent.testing.TicketLessons.taught;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TopicTest {
  private static final int MOST_LABELS = 12;
  private static final int LONGEST_LABEL = 60;

  @Test
  void anExampleMatchesByHalfOfTheWords() {
    Topic topic = topic("express", "parcel", "late");

    assertThat(topic.match(Set.of("express", "please"))).isZero();
    assertThat(topic.match(Set.of("express", "late", "please"))).isEqualTo(2);
    assertThat(topic("express", "parcel").match(Set.of("parcel"))).isEqualTo(1);
  }

  @Test
  void aTopicWithoutWordsIsAboutItsLessonsSourcesAlone() {
    Topic untold = Topic.of(1, Set.of(), 0, List.of(rule(1, "be brief", "e1")));

    assertThat(untold.match(Set.of("brief"))).isZero();
    assertThat(untold.covers("e1", Set.of())).isTrue();
    assertThat(untold.covers("e2", Set.of("brief"))).isFalse();
  }

  @Test
  void aTopicWithWordsIsAboutNoExampleThatLacksThem() {
    Topic topic = Topic.of(1, Set.of("refund"), 0, List.of(rule(1, "refund: billing", "e1")));

    assertThat(topic.covers("e1", Set.of("parcel"))).isFalse();
    assertThat(topic.covers("e2", Set.of("refund"))).isTrue();
  }

  @Test
  void aProgramGoesByItsRuleBeforeItsDemoAndByTheNewerOfTwo() {
    Lesson oldRule = rule(1, "refund: billing");
    Lesson newRule = rule(2, "refund: sales");
    Lesson newestDemo = demo(3, "refund", "billing");
    Topic topic = topic("refund").withLessons(List.of(oldRule, newRule, newestDemo));

    assertThat(topic.heldBy(taught(oldRule, newestDemo))).contains(oldRule);
    assertThat(topic.heldBy(taught(newRule, oldRule))).contains(newRule);
    assertThat(topic.heldBy(taught(newestDemo))).contains(newestDemo);
    assertThat(topic.heldBy(START)).isEmpty();
  }

  @Test
  void anAnswerThatFewExamplesOfATopicHaveIsAtOddsWithMost() {
    Topic topic = labelled(labelled(topic("refund"), "billing", 7), "sales", 3);

    assertThat(topic.isAtOdds(label("sales"))).isTrue();
    assertThat(topic.isAtOdds(label("billing"))).isFalse();
    assertThat(topic.isAtOdds(label("never seen"))).isFalse();
    assertThat(labelled(topic, "sales", 2).isAtOdds(label("sales"))).isFalse();
  }

  @Test
  void anAnswerIsAtOddsWithACommonerOneThoughThatIsNotWhatMostExamplesHave() {
    Topic topic =
        labelled(labelled(labelled(topic("refund"), "billing", 9), "sales", 6), "delivery", 5);

    assertThat(topic.isAtOdds(label("delivery"))).isTrue();
    assertThat(topic.isAtOdds(label("sales"))).as("nearly as common").isFalse();
  }

  @Test
  void nothingIsAtOddsWhereFewExamplesAreKnownOrNoAnswerPrevails() {
    Topic few = labelled(labelled(topic("refund"), "billing", 2), "sales", 1);
    Topic divided =
        labelled(labelled(labelled(topic("refund"), "billing", 4), "sales", 3), "delivery", 3);

    assertThat(few.isAtOdds(label("sales"))).isFalse();
    assertThat(divided.isAtOdds(label("sales"))).isFalse();
    assertThat(labelled(labelled(topic(), "billing", 9), "sales", 1).isAtOdds(label("sales")))
        .as("without words nobody knows that the examples belong together")
        .isFalse();
  }

  @Test
  void labelsThatAreCountedGoOnBeingCountedWhenThereIsRoomForNoMore() {
    Topic topic = topic("refund");
    for (int i = 0; i <= MOST_LABELS; i++) {
      topic = topic.seen(label("team " + i));
    }
    Topic again = topic.seen(label("team 0"));

    assertThat(topic.labels()).hasSize(MOST_LABELS).containsEntry(label("team 0").toString(), 1);
    assertThat(again.labels()).hasSize(MOST_LABELS).containsEntry(label("team 0").toString(), 2);
  }

  @Property
  void labelsAreBoundedAndExamplesAreNot(
      @ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> answers) {
    Topic topic = topic("refund");
    for (int answer : answers) {
      topic = topic.seen(label("x".repeat(4 * answer)));
    }

    assertThat(topic.seen()).isEqualTo(answers.size());
    assertThat(topic.labels()).hasSizeLessThanOrEqualTo(MOST_LABELS);
    assertThat(topic.labels().keySet())
        .allSatisfy(label -> assertThat(label).hasSizeLessThanOrEqualTo(LONGEST_LABEL));
  }

  @Test
  void aScoreCountsForItsLessonAlone() {
    Lesson one = rule(1, "refund: billing");
    Lesson other = rule(2, "refund: sales");
    Topic topic = topic("refund").withLesson(one).withLesson(other).scoredWith(other, 0.5);

    assertThat(topic.lessons())
        .extracting(Lesson::scores)
        .containsExactly(Scores.NONE, new Scores(1, 0.5));
    assertThat(topic.without()).isEqualTo(Scores.NONE);
    assertThat(topic.scoredWithout(1).without()).isEqualTo(new Scores(1, 1));
  }

  private static Topic topic(String... words) {
    return Topic.of(1, Set.of(words), 0, List.of());
  }

  private static Topic labelled(Topic topic, String team, int times) {
    Topic seen = topic;
    for (int i = 0; i < times; i++) {
      seen = seen.seen(label(team));
    }
    return seen;
  }

  private static Map<String, String> label(String team) {
    return Map.of("team", team);
  }
}
