package dev.ascent.lm.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.Signature;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatAnswerTest {
  private static final Signature ONE =
      new Signature(
          "Name the team.",
          List.of(Field.text("ticket", "")),
          List.of(Field.choice("team", "", List.of("billing", "returns"))));
  private static final Signature TWO =
      new Signature(
          "Think.",
          List.of(Field.text("ticket", "")),
          List.of(
              Field.text("reasoning", ""),
              new Field("total", FieldType.INTEGER, "", List.of(), "")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[ ## team ## ]]\nbilling\n\n[[ ## completed ## ]]\n",
        "[[ ## team ## ]]\nbilling",
        "[[ ## team ## ]] billing",
        "[[##Team##]]\r\nBilling.\r\n[[ ##COMPLETED## ]]",
        "  **[[ ## team ## ]]**\n\"billing\"",
        "Sure, here it is:\n\n[[ ## team ## ]]\nbilling\n[[ ## completed ## ]]\nAnything else?",
        "The answer: [[ ## team ## ]] billing [[ ## completed ## ]]",
        "[[ ## ticket ## ]]\nbroken\n[[ ## team ## ]]\nbilling\n[[ ## note ## ]]\nreturns",
        "[[ ## team ## ]]\nbilling [[ ## completed ## ]]",
        "[[ ## team ## ]]\nbilling\n[[ ## completed ## ]]\n[[ ## team ## ]]\nreturns",
        "[[ ## team ## ]]\nbilling\n[[ ## team ## ]]\nreturns",
        "<think>\n[[ ## team ## ]]\nreturns\n</think>\n[[ ## team ## ]]\nbilling",
      })
  void answersAreReadTolerantly(String answer) {
    assertThat(new ChatAnswer(answer).read(ONE))
        .isEqualTo(new ParsedAnswer.Complete(Map.of("team", "billing")));
  }

  @Test
  void markersWithinALineAreTextWhereTheLinesAreComplete() {
    String answer = "[[ ## reasoning ## ]]\nI put [[ ## total ## ]] 5 below\n[[ ## total ## ]]\n7";
    assertThat(new ChatAnswer(answer).read(TWO))
        .isEqualTo(
            new ParsedAnswer.Complete(
                Map.of("reasoning", "I put [[ ## total ## ]] 5 below", "total", "7")));
  }

  @Test
  void anAnswerWithoutMarkersDoesNotParse() {
    assertThat(new ChatAnswer("billing").read(ONE))
        .isEqualTo(
            new ParsedAnswer.Unparsable(
                "expected a section [[ ## team ## ]] with one of: billing | returns;"
                    + " it is missing"));
  }

  @Test
  void aValueOfAnotherTypeNamesFieldAndExpectation() {
    assertThat(new ChatAnswer("[[ ## reasoning ## ]]\n\n[[ ## total ## ]]\nabout\nten").read(TWO))
        .isEqualTo(
            new ParsedAnswer.Unparsable(
                "expected a section [[ ## total ## ]] with integer; got \"about ten\""));
  }

  @Test
  void hugeAnswersAreReadInLinearTime() {
    String markers = "[[ ## ".repeat(200_000) + "[[ ## completed ## ]]\nx".repeat(50_000);
    assertThat(new ChatAnswer(markers).read(ONE)).isInstanceOf(ParsedAnswer.Unparsable.class);
  }
}
