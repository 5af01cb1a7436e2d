package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PassagesPropertyTest {
  private static final String TEXT =
      "The courier left my parcel with a neighbour whom I have never met, who now denies it.";

  @Property
  void aTextOfFiveWordsOrMoreIsAPassageOfEveryTextAroundIt(
      @ForAll("texts") List<String> words,
      @ForAll("texts") List<String> before,
      @ForAll("texts") List<String> after) {
    String text = String.join(" ", words);
    String around = String.join(" ", before) + ": " + text + "; " + String.join(" ", after);

    assertThat(Passages.of(List.of(around)).shareOf(List.of(text)))
        .isEqualTo(words.size() < 5 ? 0.0 : 1.0);
    assertThat(Passages.of(List.of(text)).shareOf(List.of(around)) > 0)
        .isEqualTo(words.size() >= 5);
  }

  @Property
  void caseSpaceAndPunctuationDoNotMatter(@ForAll("texts") List<String> words) {
    String plain = String.join(" ", words);
    String other = "\"" + String.join(",\n ", words).toUpperCase(Locale.ROOT) + "!\"";

    assertThat(Passages.of(List.of(plain)).shareOf(List.of(other)))
        .isEqualTo(Passages.of(List.of(plain)).shareOf(List.of(plain)));
  }

  @Property
  void sharesLieBetweenNothingAndAll(
      @ForAll("texts") List<String> one, @ForAll("texts") List<String> other) {
    double share =
        Passages.of(List.of(String.join(" ", one))).shareOf(List.of(String.join(" ", other)));

    assertThat(share).isBetween(0.0, 1.0);
  }

  @Example
  void aTextWithAFewOtherWordsIsStillMostlyTheSame() {
    String near = "Hello, the courier left my parcel with a neighbour whom I never met before.";

    assertThat(Passages.of(List.of(TEXT)).shareOf(List.of(near))).isBetween(0.5, 0.8);
  }

  @Example
  void theSameThingInOtherWordsSharesNothing() {
    String told = "If a parcel was handed to somebody next door who denies it, answer delivery.";

    assertThat(Passages.of(List.of(TEXT)).shareOf(List.of(told))).isZero();
  }

  @Example
  void charactersAreTheWordsOfScriptsWithoutSpaces() {
    String chinese = "我的包裹上周就应该到了可是现在还没有收到";

    assertThat(Passages.of(List.of(chinese)).shareOf(List.of("如果用户说" + chinese + "就回答配送")))
        .isGreaterThan(0.5);
    assertThat(Passages.of(List.of(chinese)).shareOf(List.of("包裹没有收到时回答配送"))).isZero();
  }

  @Example
  void nothingIsCopiedFromOrByAnEmptyText() {
    assertThat(Passages.of(List.of()).shareOf(List.of(TEXT))).isZero();
    assertThat(Passages.of(List.of(TEXT)).shareOf(List.of("", "?!"))).isZero();
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .ofMinLength(1)
        .ofMaxLength(6)
        .list()
        .ofMaxSize(30);
  }
}
