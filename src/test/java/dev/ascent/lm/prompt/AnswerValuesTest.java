package dev.ascent.lm.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerValuesTest {
  private static final Field TEAM =
      Field.choice("team", "", List.of("Card lost", "billing", "Yes!"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Card lost",
        "card  LOST",
        "\"card lost\"",
        "`Card lost`.",
        "**card lost**",
        "card lost\n\nAs it is gone."
      })
  void choicesAreMatchedLooselyAndSpeltAsDeclared(String answer) {
    assertThat(AnswerValues.canonical(TEAM, answer)).hasValue("Card lost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "card", "billing or card lost", "the team is billing"})
  void whatNamesNoChoiceIsNoValue(String answer) {
    assertThat(AnswerValues.canonical(TEAM, answer)).isEmpty();
  }

  @Test
  void choicesThatDifferInCaseOrPunctuationOnlyNeedTheirExactSpelling() {
    Field verdict = Field.choice("verdict", "", List.of("yes!", "yes?", "NO", "no"));
    assertThat(AnswerValues.canonical(verdict, "yes?")).hasValue("yes?");
    assertThat(AnswerValues.canonical(verdict, "YES!")).hasValue("yes!");
    assertThat(AnswerValues.canonical(verdict, "yes")).isEmpty();
    assertThat(AnswerValues.canonical(verdict, "no")).hasValue("no");
    assertThat(AnswerValues.canonical(verdict, "No")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER|12|12",
        "INTEGER|+012.|12",
        "INTEGER|1,234|1234",
        "INTEGER|12.0|12",
        "INTEGER|1e3|1000",
        "INTEGER|-0|0",
        "NUMBER|12.50|12.5",
        "NUMBER|'.5'|0.5",
        "NUMBER|1e300|1E+300",
        "NUMBER|100|100",
        "BOOLEAN|True|true",
        "BOOLEAN|No.|false",
        "LIST|['a', 1.50,]|[\"a\",1.50]",
        "OBJECT|Here it is: {\"k\": {\"l\": []}} as asked|{\"k\":{\"l\":[]}}",
      })
  void literalsAreBroughtIntoTheirJsonForm(FieldType type, String answer, String canonical) {
    assertThat(AnswerValues.canonical(field(type), answer)).hasValue(canonical);
    assertThat(AnswerValues.canonical(field(type), canonical)).hasValue(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER|12.5",
        "INTEGER|twelve",
        "INTEGER|1e999",
        "NUMBER|NaN",
        "NUMBER|1,23",
        "NUMBER|3 or 4",
        "BOOLEAN|maybe",
        "LIST|{\"a\":1}",
        "LIST|none",
        "OBJECT|[1]",
        "OBJECT|{\"a\":",
      })
  void otherTextIsNoValue(FieldType type, String answer) {
    assertThat(AnswerValues.canonical(field(type), answer)).isEmpty();
  }

  @Test
  void codeFencesAroundJsonAreTakenOff() {
    assertThat(AnswerValues.canonical(field(FieldType.OBJECT), "```json\n{\"a\": 1}\n```\nDone."))
        .hasValue("{\"a\":1}");
  }

  @ParameterizedTest
  @EnumSource(FieldType.class)
  void endlessAnswersAreReadInLinearTime(FieldType type) {
    String blanks = "12" + " ".repeat(1_000_000) + "x";
    for (String endless : List.of(blanks, "```" + blanks)) {
      Optional<String> value =
          assertTimeoutPreemptively(
              Duration.ofSeconds(5), () -> AnswerValues.canonical(field(type), endless));

      assertThat(value.isPresent()).isEqualTo(type == FieldType.STRING);
    }
  }

  private static Field field(FieldType type) {
    return new Field("value", type, "", List.of(), "");
  }
}
