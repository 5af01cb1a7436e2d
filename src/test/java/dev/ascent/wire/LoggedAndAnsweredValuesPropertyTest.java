package dev.ascent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.lm.prompt.AnswerValues;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A value is the same text whether a service logged it or a model answers it. */
class LoggedAndAnsweredValuesPropertyTest {
  private static final List<String> CHOICES = List.of("Card lost", "card  found", "Yes!", "yes?");

  @Property
  void numbersAreTheSameTextHoweverTheyAreWritten(
      @ForAll("numbers") BigDecimal number, @ForAll @IntRange(max = 5) int zeros) {
    BigDecimal longer = number.setScale(Math.max(0, number.scale()) + zeros);
    for (String literal : List.of(number.toString(), longer.toPlainString(), longer.toString())) {
      String logged = logged(field(FieldType.NUMBER), literal);

      assertThat(logged).isEqualTo(answered(field(FieldType.NUMBER), number.toPlainString()));
      assertThat(logged).isEqualTo(answered(field(FieldType.NUMBER), literal));
      assertThat(answered(field(FieldType.NUMBER), logged)).isEqualTo(logged);
      assertThat(new BigDecimal(logged)).isEqualByComparingTo(number);
    }
  }

  @Property
  void integersAreTheSameTextHoweverTheyAreWritten(
      @ForAll("integers") BigDecimal number, @ForAll @IntRange(max = 5) int zeros) {
    for (String literal :
        List.of(number.setScale(zeros).toString(), number.stripTrailingZeros().toString())) {
      assertThat(logged(field(FieldType.INTEGER), literal))
          .isEqualTo(answered(field(FieldType.INTEGER), literal))
          .isEqualTo(number.toPlainString());
    }
  }

  @Property
  void choicesAreTheSameTextInAnyCase(
      @ForAll("spellings") String spelling, @ForAll boolean isPadded) {
    Field field = Field.choice("value", "", CHOICES);
    String text = isPadded ? " " + spelling + "\t" : spelling;

    assertThat(LoggedValues.text(field, TextNode.valueOf(text)).orThrow())
        .isEqualTo(answered(field, text))
        .isIn(CHOICES);
  }

  @Property
  void booleansListsAndObjectsAreTheSameText(
      @ForAll boolean bool, @ForAll("numbers") BigDecimal number, @ForAll String text) {
    String list = "[ " + number + ", " + TextNode.valueOf(text) + ", {\"b\": " + bool + "} ]";
    String object = "{\"b\": " + list + ", \"a\": null}";

    assertThat(logged(field(FieldType.BOOLEAN), String.valueOf(bool)))
        .isEqualTo(answered(field(FieldType.BOOLEAN), String.valueOf(bool)));
    assertThat(logged(field(FieldType.LIST), list))
        .isEqualTo(answered(field(FieldType.LIST), list));
    assertThat(logged(field(FieldType.OBJECT), object))
        .isEqualTo(answered(field(FieldType.OBJECT), object));
  }

  @Example
  void aLabelKeepsNoTrailingZerosAndNoShortExponent() {
    assertThat(logged(field(FieldType.NUMBER), "12.50")).isEqualTo("12.5");
    assertThat(logged(field(FieldType.NUMBER), "5.0")).isEqualTo("5");
    assertThat(logged(field(FieldType.NUMBER), "1e3")).isEqualTo("1000");
  }

  @Example
  void aLabelThatNamesSeveralChoicesIsNoValue() {
    Field field = Field.choice("value", "", List.of("NO", "no"));

    assertThat(LoggedValues.text(field, TextNode.valueOf("No")))
        .isInstanceOf(Decoded.Malformed.class);
    assertThat(AnswerValues.canonical(field, "No")).isEmpty();
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    return Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.integers().between(-60, 60))
        .as(BigDecimal::new);
  }

  @Provide
  Arbitrary<BigDecimal> integers() {
    return Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.integers().between(-60, 0))
        .as(BigDecimal::new);
  }

  @Provide
  Arbitrary<String> spellings() {
    return Combinators.combine(
            Arbitraries.of(CHOICES), Arbitraries.of(true, false).list().ofSize(12))
        .as(
            (choice, upper) ->
                choice
                    .chars()
                    .mapToObj(Character::toString)
                    .map(
                        letter ->
                            upper.get(choice.indexOf(letter))
                                ? letter.toUpperCase(Locale.ROOT)
                                : letter.toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining()));
  }

  private static String logged(Field field, String literal) {
    String value = LoggedValues.text(field, Json.parse(literal).orThrow()).orThrow();
    assertThat(LoggedValues.text(field, TextNode.valueOf(literal)).orThrow()).isEqualTo(value);
    return value;
  }

  private static String answered(Field field, String text) {
    return AnswerValues.canonical(field, text).orElseThrow();
  }

  private static Field field(FieldType type) {
    return new Field("value", type, "", List.of(), "");
  }
}
