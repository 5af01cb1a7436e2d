package dev.ascent.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.rollout.RolloutCosts;
import dev.ascent.core.rollout.Usage;
import dev.ascent.wire.program.Evidence.Cause;
import dev.ascent.wire.program.Evidence.Costs;
import dev.ascent.wire.program.Evidence.PerRollout;
import dev.ascent.wire.program.Evidence.Status;
import org.junit.jupiter.api.Test;

class ProgramRecordsTest {

  @Test
  void whatIsProvenNeedsNoMoreExamples() {
    assertThat(examplesNeeded(Evidence.Status.PROVEN, 31)).isZero();
    assertThat(examplesNeeded(Evidence.Status.UNPROVEN, 31)).isEqualTo(11);
    assertThat(examplesNeeded(Evidence.Status.UNPROVEN, -1)).isNull();
  }

  @Test
  void whatIsLeftOfAProgramSaysThatItWasForgottenAndClaimsNothing() {
    dev.ascent.wire.program.Evidence evidence =
        ProgramRecords.evidence(Pool.empty("tickets"), Evidence.ofCleaned("ab12"));

    assertThat(evidence.cause()).isEqualTo(Cause.FORGOTTEN);
    assertThat(evidence.status()).isEqualTo(Status.UNPROVEN);
    assertThat(evidence.n()).isZero();
    assertThat(evidence.against().id()).isEqualTo("ab12");
  }

  @Test
  void costsAreMeansSideBySideAndWhoseRolloutsTellNothingHasNone() {
    RolloutCosts two = new RolloutCosts(2, new Usage(3, 900, 50, 0.5), 700);

    assertThat(costs(new TestCosts(two, RolloutCosts.NONE)))
        .isEqualTo(new Costs(new PerRollout(2, 450, 25, 0.25, 350), null));
    assertThat(costs(TestCosts.NONE)).isNull();
  }

  private static Costs costs(TestCosts costs) {
    return published(Evidence.Status.PROVEN, 31, costs).costs();
  }

  private static Integer examplesNeeded(Evidence.Status status, int inAll) {
    return published(status, inAll, TestCosts.NONE).examplesNeeded();
  }

  private static dev.ascent.wire.program.Evidence published(
      Evidence.Status status, int inAll, TestCosts costs) {
    Evidence evidence =
        new Evidence(
            status, Evidence.Basis.HOLDOUT, 20, 0.3, 0.1, 0.5, "start", 25, 20, inAll, null, costs);
    return ProgramRecords.evidence(Pool.empty("tickets"), evidence);
  }
}
