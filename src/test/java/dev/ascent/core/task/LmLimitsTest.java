package dev.ascent.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LmLimitsTest {

  @Property
  void theProcessesTogetherTakeNoMoreThanTheLimitsWhereThereIsEnoughForAll(
      @ForAll @IntRange(min = 1, max = 5000) int limit,
      @ForAll @IntRange(min = 1, max = 300) int processes) {
    LmLimits part = LmLimits.of(limit, 30).withAMinute(limit, 7 * limit).sharedBy(processes);

    assertPart(part.maxRequestsInFlight(), limit, processes);
    assertPart(part.requestsPerMinute(), limit, processes);
    assertPart(part.tokensPerMinute(), 7 * limit, processes);
    assertThat(part.timeoutSeconds()).isEqualTo(30);
  }

  private static void assertPart(int part, int limit, int processes) {
    assertThat(part).isPositive();
    assertThat(part * processes).isLessThanOrEqualTo(Math.max(limit, processes));
    assertThat((part + 1) * processes).isGreaterThan(limit);
  }

  @Example
  void whatIsNotLimitedStaysSo() {
    LmLimits part = LmLimits.DEFAULT.sharedBy(3);
    assertThat(part.requestsPerMinute()).isNull();
    assertThat(part.tokensPerMinute()).isNull();
  }
}
