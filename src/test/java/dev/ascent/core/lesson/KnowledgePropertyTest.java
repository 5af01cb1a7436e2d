package dev.ascent.core.lesson;

import static dev.ascent.testing.TicketLessons.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KnowledgePropertyTest {

  @Property
  void whatIsAddedLeadsToWhatIsKnownLater(
      @ForAll("knowledge") Knowledge before, @ForAll("knowledge") Knowledge later) {
    assertThat(before.plus(before.until(later))).isEqualTo(later);
  }

  @Property
  void anAdditionHoldsOnlyWhatChanged(
      @ForAll("knowledge") Knowledge before, @ForAll("knowledge") Knowledge later) {
    Knowledge.Addition addition = before.until(later);

    assertThat(addition.changed())
        .allSatisfy(topic -> assertThat(later.topics()).contains(topic))
        .noneMatch(before.topics()::contains);
    assertThat(addition.forgotten())
        .isSubsetOf(before.topics().stream().map(Topic::number).toList())
        .noneMatch(number -> later.topics().stream().anyMatch(t -> t.number() == number));
    assertThat(later.until(later).changed()).isEmpty();
    assertThat(later.until(later).forgotten()).isEmpty();
  }

  @Provide
  Arbitrary<Knowledge> knowledge() {
    Arbitrary<Map<Integer, Topic>> topics =
        Arbitraries.maps(Arbitraries.integers().between(1, 8), Arbitraries.integers().between(0, 2))
            .map(KnowledgePropertyTest::topics);
    Arbitrary<Vocabulary> vocabularies =
        Arbitraries.integers()
            .between(0, 3)
            .map(examples -> new Vocabulary(examples, Map.of("refund", examples), Map.of()));
    return Combinators.combine(topics, vocabularies)
        .as((byNumber, words) -> new Knowledge(List.copyOf(byNumber.values()), words, List.of()));
  }

  /** Topics of these numbers, each in one of a few variants. */
  private static Map<Integer, Topic> topics(Map<Integer, Integer> variants) {
    Map<Integer, Topic> topics = new TreeMap<>();
    variants.forEach(
        (number, variant) -> {
          Topic topic =
              Topic.of(number, Set.of("word" + number), 0, List.of(rule(number, "advice")));
          for (int seen = 0; seen < variant; seen++) {
            topic = topic.scoredWithout(1);
          }
          topics.put(number, topic);
        });
    return topics;
  }
}
