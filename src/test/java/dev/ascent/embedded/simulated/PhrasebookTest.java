package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.embedded.simulated.Phrasebook.EmptyTalk;
import dev.ascent.embedded.simulated.Phrasebook.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhrasebookTest {
  private static final List<Phrasebook.Advice> EXPECTED =
      List.of(
          new Rule("brasoumelk", "sales"),
          new EmptyTalk(),
          new Rule("drovikant", "returns"),
          new Rule("brasoumelk", "billing"));

  @Test
  void findsItsOwnSentencesInOrder() {
    assertAllFound(sentences -> String.join("\n\n", sentences));
  }

  @Test
  void findsSentencesJoinedWithoutPunctuation() {
    assertAllFound(
        sentences ->
            String.join(" and ", sentences.stream().map(s -> s.replace(".", "")).toList()));
  }

  @Test
  void findsBulletedAndNumberedSentences() {
    assertAllFound(sentences -> "- " + String.join("\n- ", sentences));
    assertAllFound(sentences -> "Rules:\n1. " + String.join("\n2) **", sentences) + "**");
  }

  @Test
  void findsSentencesWrappedAndIndented() {
    assertAllFound(sentences -> String.join(" ", sentences).replace(" ", "\n        "));
  }

  @Test
  void findsSentencesInUpperCaseAndOtherQuotes() {
    assertAllFound(
        sentences -> String.join(" ", sentences).toUpperCase(Locale.ROOT).replace('"', '\u201d'));
  }

  @Test
  void findsNothingInOtherText() {
    assertThat(
            Phrasebook.TICKETS.read(
                "Name the team that should handle the ticket: sales or billing."))
        .isEmpty();
  }

  @Test
  void wordsTheSameRuleInManyWays() {
    Set<String> wordings = new HashSet<>();
    Chance chance = Chance.of(1, "wordings", 0);
    IntStream.range(0, 500)
        .forEach(i -> wordings.add(Phrasebook.TICKETS.rule("drovikant", "sales", chance)));

    assertThat(wordings).hasSizeGreaterThanOrEqualTo(20);
    assertThat(wordings)
        .allSatisfy(
            wording ->
                assertThat(Phrasebook.TICKETS.read(wording))
                    .containsExactly(new Rule("drovikant", "sales")));
  }

  @Test
  void rulesOfAnotherBookCountAsEmptyTalk() {
    Phrasebook colours = Phrasebook.onTickets(List.of("Any {keyword} is painted {team}."));
    Phrasebook both = Phrasebook.TICKETS.besides(colours);
    String text = "Any fence is painted green. Any ticket about drovikant goes to sales.";

    assertThat(both.read(text)).containsExactly(new EmptyTalk(), new Rule("drovikant", "sales"));
    assertThat(colours.besides(Phrasebook.TICKETS).read(text))
        .containsExactly(new Rule("fence", "green"), new EmptyTalk());
    assertThat(Phrasebook.TICKETS.read(text)).containsExactly(new Rule("drovikant", "sales"));
  }

  private static void assertAllFound(Function<List<String>, String> layout) {
    for (long draw = 0; draw < 100; draw++) {
      Chance chance = Chance.of(7, "layout", draw);
      List<String> sentences =
          List.of(
              Phrasebook.TICKETS.rule("brasoumelk", "sales", chance),
              Phrasebook.TICKETS.emptyTalk(chance),
              Phrasebook.TICKETS.rule("drovikant", "returns", chance),
              Phrasebook.TICKETS.rule("brasoumelk", "billing", chance));

      assertThat(Phrasebook.TICKETS.read(layout.apply(sentences))).isEqualTo(EXPECTED);
    }
  }
}
