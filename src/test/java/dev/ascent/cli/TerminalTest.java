package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void coloursGoToTerminalsAlone() {
    Terminal both = Terminal.of("out,err,", Map.of());
    Terminal piped = Terminal.of("err,", Map.of());

    assertThat(both.coloursOut()).isTrue();
    assertThat(piped.coloursOut()).isFalse();
    assertThat(piped.err()).isTrue();
  }

  @Test
  void peopleCanDeclineColours() {
    assertThat(Terminal.of("out,err,", Map.of("NO_COLOR", "1")).coloursOut()).isFalse();
    assertThat(Terminal.of("out,err,", Map.of("TERM", "dumb")).coloursOut()).isFalse();
  }
}
