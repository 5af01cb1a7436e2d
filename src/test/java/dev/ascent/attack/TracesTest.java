package dev.ascent.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
  private static final String DATUM = "anna.b@example.org";
  private static final Traces TRACES = Traces.of(List.of(DATUM, "another"));

  @Test
  void aFractionThatHasTheDigitsOfANumberIsNone() {
    Traces card = Traces.of(List.of("4111 1111 1111 1111"));

    assertThat(card.in("{\"mean\":0.4111111111111111}")).isEmpty();
    assertThat(card.in("{\"card\":4111111111111111}")).hasSize(1);
  }

  @Test
  void aPlantedTextIsFoundInAnyCaseAmongOtherBytes() {
    assertFound("\0\1xx" + DATUM + "\0");
    assertFound(DATUM.toUpperCase(Locale.ROOT));
    assertThat(TRACES.in("nothing of the kind, anna b at example")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedTextIsFoundInEveryDisguise(Disguise disguise) {
    assertFound("before " + disguise.of(DATUM) + " behind");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hex", "rot13", "percent", "reverse", "entities", "unicode", "binary", "morse"})
  void aPlantedTextIsFoundInEveryEncoding(String encoding) {
    assertFound("before " + Encodings.encode(encoding, DATUM) + " behind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "xy", "xyz", "{\"a\": \"b", "much longer before it"})
  void aPlantedTextIsFoundWhereverItStandsInWhatIsEncoded(String before) {
    byte[] bytes = (before + DATUM + " and so on").getBytes(StandardCharsets.UTF_8);
    String once = Base64.getEncoder().encodeToString(bytes);

    assertFound(once);
    assertFound(Base64.getEncoder().encodeToString(once.getBytes(StandardCharsets.UTF_8)));
    assertFound(Encodings.encode("base32", before + DATUM + " and so on"));
  }

  @Test
  void aPlantedTextIsFoundWithoutWhatSeparatesItsParts() {
    assertThat(Traces.of(List.of("4111 1111-1111")).in("x411111111111y")).hasSize(1);
  }

  private static void assertFound(String text) {
    assertThat(TRACES.in(text)).as(text).isEqualTo(Set.of(DATUM));
  }
}
