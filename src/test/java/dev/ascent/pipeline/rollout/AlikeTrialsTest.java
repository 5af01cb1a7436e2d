package dev.ascent.pipeline.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlikeTrialsTest {

  @Test
  void samplesOfOneProgramOnOneExampleAtOneTemperatureAreAlike() {
    Trial pair = new Trial("e1", "p1", 0, 1.0);
    Trial cooler = new Trial("e1", "p1", 2, null);
    Trial otherExample = new Trial("e2", "p1", 0, 1.0);
    Trial otherProgram = new Trial("e1", "p2", 0, 1.0);
    AlikeTrials alike =
        new AlikeTrials(
            List.of(pair, new Trial("e1", "p1", 1, 1.0), cooler, otherExample, otherProgram));

    assertThat(alike.with(pair)).isEqualTo(2);
    assertThat(alike.with(cooler)).isEqualTo(1);
    assertThat(alike.with(otherExample)).isEqualTo(1);
    assertThat(alike.with(otherProgram)).isEqualTo(1);
  }
}
