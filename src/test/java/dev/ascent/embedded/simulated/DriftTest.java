package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.task.ModuleDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final World WORLD = World.named("base", 3);
  private static final Program START = start();
  private static final Program TAUGHT =
      START.withPredictors(
          predictor ->
              predictor.withDemo(
                  new Demo(Map.of("ticket", "hello"), Map.of("team", "sales"), List.of("e1"))));

  @Test
  void harderQuestionsCostEveryProgramTheSameShare() {
    World harder = WORLD.after(Drift.HARDER);

    assertThat(harder.accuracy(START)).isCloseTo(0.6 * WORLD.accuracy(START), within(1e-9));
    assertThat(harder.accuracy(TAUGHT)).isCloseTo(0.6 * WORLD.accuracy(TAUGHT), within(1e-9));
  }

  @Test
  void aModelThatIsMisledFailsTaughtProgramsAlone() {
    World misled = WORLD.after(Drift.MISLED);

    assertThat(misled.accuracy(START)).isEqualTo(WORLD.accuracy(START));
    assertThat(misled.accuracy(TAUGHT)).isCloseTo(0.1, within(1e-9));
  }

  private static Program start() {
    return Program.start(
        WORLD.modules().stream()
            .map((ModuleDefinition m) -> Predictor.untrained(m.name(), m.type(), m.signature()))
            .toList());
  }
}
