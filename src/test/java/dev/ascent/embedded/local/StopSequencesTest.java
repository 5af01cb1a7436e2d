package dev.ascent.embedded.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StopSequencesTest {

  @Test
  void findsASequenceThatArrivesInPieces() {
    StopSequences sequences = new StopSequences(List.of("[[ ## completed"));
    StringBuilder text = new StringBuilder();

    assertThat(sequences.find(text.append("billing\n\n[[ #"))).isEmpty();
    assertThat(sequences.find(text.append("# comp"))).isEmpty();
    assertThat(sequences.find(text.append("leted ##"))).hasValue("billing\n\n".length());
  }

  @Test
  void findsTheFirstOfSeveralSequences() {
    StopSequences sequences = new StopSequences(List.of("later", "early"));

    assertThat(sequences.find("an early one and a later one")).hasValue(3);
  }

  @Test
  void findsNothingWithoutSequences() {
    StopSequences sequences = new StopSequences(List.of());

    assertThat(sequences.find("some")).isEmpty();
    assertThat(sequences.find("some text")).isEmpty();
  }
}
