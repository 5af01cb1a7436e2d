package dev.ascent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.LmCache;
import dev.ascent.core.task.LmLimits;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AscentSettingsTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final AscentSettings settings = AscentSettings.of("run-1", 2, ModelKind.REMOTE);

  @Test
  void aRolloutHasTheTimeThatItsModelsLimitsGiveIt() {
    assertThat(deadline(LmLimits.of(32, 60))).isEqualTo(START.plusSeconds(480));
    assertThat(deadline(LmLimits.of(32, 5))).isEqualTo(START.plusSeconds(480));
    assertThat(deadline(limits(20, null))).isEqualTo(START.plusSeconds(20));
  }

  /** The stage's timeout would charge the whole lease of a rollout, whatever was asked. */
  @Test
  void aRolloutEndsBeforeTheStageGivesItUp() {
    Instant last = START.plusSeconds(540);
    assertThat(last).isBefore(START.plus(settings.callDeadline()));
    assertThat(deadline(LmLimits.of(32, 600))).isEqualTo(last);
    assertThat(deadline(limits(3_600, null))).isEqualTo(last);
    assertThat(deadline(limits(null, 5))).isEqualTo(last);
  }

  @Test
  void callsThatWaitForALimitAMinuteHaveNoDeadlineOfTheirOwn() {
    assertThat(limits(null, 5).deadline(START)).isEqualTo(Instant.MAX);
    assertThat(limits(90, 5).deadline(START)).isEqualTo(START.plusSeconds(90));
  }

  private Instant deadline(LmLimits limits) {
    return settings.deadline(limits.deadline(START), START);
  }

  private static LmLimits limits(Integer rolloutTimeoutSeconds, Integer requestsPerMinute) {
    return new LmLimits(
        32, 60, rolloutTimeoutSeconds, requestsPerMinute, null, true, 1, LmCache.DEFAULT);
  }
}
