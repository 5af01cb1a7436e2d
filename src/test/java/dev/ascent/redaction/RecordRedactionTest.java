package dev.ascent.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordRedactionTest {
  private RecordRedaction redaction;

  @BeforeEach
  void setUp() throws IOException {
    redaction = RedactionSettings.DEFAULT.records();
  }

  @Test
  void everyTextOfARecordIsRedacted() {
    assertThat(
            of(
                """
                {"id": 7, "inputs": {"mail": "I am a@example.com", "list": ["+49 30 901820"]},
                 "expected": {"from": "a@example.com"}, "feedback": {"text": "card 4111111111111111"},
                 "extra": {"b@example.com": 4111111111111111}}
                """))
        .isEqualTo(
            "{\"id\":7,\"inputs\":{\"mail\":\"I am [email]\",\"list\":[\"[phone]\"]},"
                + "\"expected\":{\"from\":\"[email]\"},\"feedback\":{\"text\":\"card [card]\"},"
                + "\"extra\":{\"[email 2]\":\"[card]\"}}");
  }

  @Test
  void authorsAndTellingIdsBecomePseudonyms() {
    String first = of("{\"id\": \"a@example.com/1\", \"author\": \"Mara\", \"inputs\": {}}");
    String feedback =
        of("{\"version\": 1, \"id\": \"a@example.com/1\", \"author\": \"Mara\", \"expected\": {}}");

    assertThat(first).doesNotContain("example.com").doesNotContain("Mara");
    assertThat(member(first, "id")).startsWith("p-").isEqualTo(member(feedback, "id"));
    assertThat(member(first, "author")).startsWith("p-").isEqualTo(member(feedback, "author"));
    assertThat(of(first)).as("sent again").isEqualTo(first);
  }

  @Test
  void anAuthorAmongTheFieldsOfAFlatRecordIsAText() {
    assertThat(of("{\"author\": \"Jane Austen\", \"title\": \"Emma\"}")).contains("Jane Austen");
  }

  @Test
  void anotherKeyMakesOtherPseudonyms() {
    assertThat(new Pseudonyms("one").of("Mara")).isNotEqualTo(new Pseudonyms("two").of("Mara"));
  }

  @Test
  void recordsWithoutSuchDataStayTheSameBytes() {
    byte[] record =
        "{ \"text\": \"all is well\",  \"score\": 0.10000000000000000000001 }".getBytes(UTF_8);

    assertThat(redaction.of(record)).isSameAs(record);
  }

  @Test
  void wholeNumbersAreFoundHoweverTheyAreWritten() {
    assertThat(of("{\"a\": [4111111111111111.0, 4.111111111111111E15, 411111111111111100e-2]}"))
        .isEqualTo("{\"a\":[\"[card]\",\"[card]\",\"[card]\"]}");
    assertThat(of("{\"a\": [0.4111111111111111, 1e1000000]}"))
        .isEqualTo("{\"a\": [0.4111111111111111, 1e1000000]}");
  }

  @Test
  void aWholeNumberIsLookedAtHoweverLongItIs() {
    RecordRedaction zeros =
        new RecordRedaction(
            new Redactor(List.of(PatternFinder.of("zeros", "0{80}"))), new Pseudonyms("key"));
    String long81 = "{\"a\":1" + "0".repeat(80) + "}";

    assertThat(new String(zeros.of(long81.getBytes(UTF_8)), UTF_8))
        .isEqualTo("{\"a\":\"1[zeros]\"}");
  }

  @Test
  void numbersKeepTheirDigits() {
    assertThat(of("{\"score\": 0.10000000000000000000001, \"mail\": \"a@example.com\"}"))
        .contains("0.10000000000000000000001");
  }

  @Test
  void whatIsNoJsonIsRedactedAsText() {
    assertThat(of("{\"text\": \"a@example.com\"")).isEqualTo("{\"text\": \"[email]\"");
    assertThat(of("a@example.com")).isEqualTo("[email]");
  }

  @Test
  void nothingHidesBehindARepeatedMemberOrARecordsEnd() {
    assertThat(of("{\"text\": \"a@example.com\", \"text\": \"none\"}")).contains("[email]");
    assertThat(of("{\"text\": \"none\"} a@example.com")).contains("[email]");
  }

  @Test
  void escapesHideNothing() {
    assertThat(of("{\"text\": \"a\\u0040example.com\"}")).isEqualTo("{\"text\":\"[email]\"}");
  }

  private String of(String record) {
    return new String(redaction.of(record.getBytes(UTF_8)), UTF_8);
  }

  private static String member(String record, String name) {
    return record.replaceFirst(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
  }
}
