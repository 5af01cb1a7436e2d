package dev.ascent.core.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final int MOST_WORDS = 500;

  @Test
  void wordsThatAdviceUsesThoughItsExampleLacksThemAreLanguage() {
    Vocabulary vocabulary =
        Vocabulary.EMPTY.advised(Set.of("send", "refund"), Set.of("refund", "please"));

    assertThat(vocabulary.telling(Set.of("send", "refund"))).containsExactly("refund");
  }

  @Test
  void aWordThatAdviceTakesFromExamplesAsOftenAsNotIsNoLanguage() {
    Set<String> advice = Set.of("refund");
    Vocabulary lacking = Vocabulary.EMPTY.advised(advice, Set.of()).advised(advice, Set.of());
    Vocabulary once = lacking.advised(advice, Set.of("refund"));
    Vocabulary twice = once.advised(advice, Set.of("refund"));

    assertThat(once.telling(advice)).isEmpty();
    assertThat(twice.telling(advice)).containsExactly("refund");
    assertThat(twice.language()).isEmpty();
  }

  @Test
  void aWordThatMoreThanAQuarterOfTheExamplesHaveTellsNothing() {
    Vocabulary vocabulary = counted(8, Map.of("please", 3, "refund", 2));

    assertThat(vocabulary.telling(Set.of("please", "refund"))).containsExactly("refund");
  }

  @Test
  void theRarestWordsTellAndSuchAsAreUpToTwiceAsCommon() {
    Vocabulary vocabulary = counted(40, Map.of("express", 2, "parcel", 4, "late", 5));

    assertThat(vocabulary.telling(Set.of("express", "parcel", "late")))
        .containsExactly("express", "parcel");
  }

  @Test
  void aWordThatWasNeverCountedIsAsRareAsOneThatWasCountedOnce() {
    Vocabulary vocabulary = counted(40, Map.of("express", 1, "late", 3));

    assertThat(vocabulary.telling(Set.of("express", "late", "unheard")))
        .containsExactly("express", "unheard");
  }

  @Test
  void theCommonestWordsAreKept() {
    Vocabulary vocabulary =
        Vocabulary.EMPTY.plus(
            List.of(Set.of("zebra"), Set.of("zebra"), numbered("a", MOST_WORDS + 100)));

    assertThat(vocabulary.counts()).hasSize(MOST_WORDS).containsEntry("zebra", 2);
    assertThat(vocabulary.examples()).isEqualTo(3);
  }

  @Property(tries = 100)
  void itsSizeIsBounded(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 900) Integer> sizes) {
    Vocabulary vocabulary = Vocabulary.EMPTY;
    for (int i = 0; i < sizes.size(); i++) {
      Set<String> words = numbered("w" + i + "-", sizes.get(i));
      vocabulary = vocabulary.plus(List.of(words)).advised(words, Set.of());
    }
    int distinct = sizes.stream().mapToInt(Integer::intValue).sum();

    assertThat(vocabulary.counts()).hasSizeLessThanOrEqualTo(MOST_WORDS);
    assertThat(vocabulary.language()).hasSizeLessThanOrEqualTo(MOST_WORDS);
    if (distinct <= MOST_WORDS) {
      assertThat(vocabulary.counts()).hasSize(distinct);
    }
  }

  @Property
  void whatTellsIsAmongTheWordsAndTellsAgain(
      @ForAll @Size(max = 12)
          List<@Size(max = 6) Set<@AlphaChars @StringLength(min = 1, max = 1) String>> texts,
      @ForAll @Size(max = 6) Set<@AlphaChars @StringLength(min = 1, max = 1) String> words) {
    Vocabulary vocabulary = Vocabulary.EMPTY.plus(texts);
    Set<String> telling = vocabulary.telling(words);

    assertThat(words).containsAll(telling);
    assertThat(vocabulary.telling(telling)).isEqualTo(telling);
  }

  /** Of as many examples, of which so many have each word. */
  private static Vocabulary counted(int examples, Map<String, Integer> counts) {
    List<Set<String>> texts = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      Set<String> text = new TreeSet<>();
      for (Map.Entry<String, Integer> count : counts.entrySet()) {
        if (i < count.getValue()) {
          text.add(count.getKey());
        }
      }
      texts.add(text);
    }
    return Vocabulary.EMPTY.plus(texts);
  }

  private static Set<String> numbered(String prefix, int words) {
    return IntStream.range(0, words).mapToObj(i -> prefix + i).collect(Collectors.toSet());
  }
}
