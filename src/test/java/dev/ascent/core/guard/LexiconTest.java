package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.text.PlainText;
import org.junit.jupiter.api.Test;

class LexiconTest {
  private static final Lexicon FRUIT = Lexicon.of("apple,pear*,wild cherry", "りんご,사과,яблоко");
  private static final Lexicon COLOUR = Lexicon.of("red,green");

  @Test
  void wordsCountAsAWholeAndStemsAtTheBeginning() {
    assertThat(isIn("an Apple!")).isTrue();
    assertThat(isIn("pineapple or apples")).isFalse();
    assertThat(isIn("two pears")).isTrue();
    assertThat(isIn("a wild cherry")).isTrue();
    assertThat(isIn("a wild cherrytree, a cherry")).isFalse();
  }

  @Test
  void otherScriptsAreReadAsTheTextIs() {
    assertThat(isIn("赤いりんごです")).isTrue();
    assertThat(isIn("빨간 사과는")).isTrue();
    assertThat(isIn("Красное ЯБЛОКО")).isTrue();
  }

  @Test
  void twoWordsAreNearWithinASentence() {
    assertThat(FRUIT.near(COLOUR, 10)).accepts("a red apple", "apples, no: apple and red");
    assertThat(FRUIT.near(COLOUR, 10))
        .rejects("it is red. an apple", "red and very very long an apple");
    assertThat(FRUIT.before(COLOUR, 10)).accepts("apple: green").rejects("green apple");
  }

  private static boolean isIn(String text) {
    return FRUIT.alone().test(PlainText.of(text));
  }
}
