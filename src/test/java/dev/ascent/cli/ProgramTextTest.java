package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.wire.program.Evidence;
import dev.ascent.wire.program.Evidence.Basis;
import dev.ascent.wire.program.Evidence.Costs;
import dev.ascent.wire.program.Evidence.Opponent;
import dev.ascent.wire.program.Evidence.PerRollout;
import dev.ascent.wire.program.Evidence.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTextTest {
  private static final PerRollout LARGE = new PerRollout(60, 1412.4, 20.1, 0.00042, 310);
  private static final PerRollout SMALL = new PerRollout(62, 131, 19.8, 0, 122.5);

  @Test
  void costsOfBothProgramsStandSideBySide() {
    assertThat(ProgramText.costs(proven(new Costs(LARGE, SMALL))))
        .contains(
            "a rollout took 1,412 tokens in, 20 out, $0.0004, 310 ms with waiting (mean of 60);"
                + " with program ab12: 131 tokens in, 20 out, 123 ms with waiting (mean of 62)");
  }

  @Test
  void costsOfOneProgramAloneCompareNothing() {
    assertThat(ProgramText.costs(proven(new Costs(LARGE, null)))).isEmpty();
    assertThat(ProgramText.costs(proven(null))).isEmpty();
  }

  @Test
  void whatIsLeftOfAProgramSaysThatItIsWithoutWhatWasForgotten() {
    assertThat(ProgramText.evidence(Evidence.ofForgotten(new Opponent("ab12", 1L))))
        .isEqualTo("unproven (without what was forgotten)");
  }

  private static Evidence proven(Costs costs) {
    return new Evidence(
        Status.PROVEN,
        Basis.HOLDOUT,
        62,
        0.2,
        List.of(0.05, 0.35),
        new Opponent("ab12", 0L),
        21.5,
        0,
        null,
        costs);
  }
}
