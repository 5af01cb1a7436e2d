package dev.ascent.lm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostCapTest {
  private static final ChatRequest REQUEST =
      new ChatRequest("small", List.of(), null, null, List.of(), Allowance.ofAttempts(1));

  private final HostCap cap = new HostCap();

  @Test
  void withoutOneThereIsNoLimit() {
    for (int call = 0; call < 1000; call++) {
      assertThat(cap.tryStart(REQUEST, 0)).isZero();
    }
  }

  @Test
  void aPlaceIsTakenUntilItsCallHasEndedOrWasNotStarted() {
    cap.set(2);
    assertThat(cap.tryStart(REQUEST, 0)).isZero();
    assertThat(cap.tryStart(REQUEST, 0)).isZero();
    assertThat(cap.tryStart(REQUEST, 0)).isPositive().isLessThan(Admission.UNTIL_ONE_ENDS);

    cap.ended(REQUEST, null, 0, 0);
    assertThat(cap.tryStart(REQUEST, 0)).isZero();
    cap.notStarted(REQUEST);
    assertThat(cap.tryStart(REQUEST, 0)).isZero();
  }

  @Test
  void theSmallestCapHolds() {
    cap.set(1);
    cap.set(5);
    assertThat(cap.tryStart(REQUEST, 0)).isZero();
    assertThat(cap.tryStart(REQUEST, 0)).isPositive();
  }

  @Test
  void aCapHoldsUntilAllWhoSetItHaveLiftedIt() {
    cap.set(1);
    cap.set(1);
    cap.set(2);
    assertThat(cap.tryStart(REQUEST, 0)).isZero();
    cap.lift(1);
    assertThat(cap.tryStart(REQUEST, 0)).isPositive();
    cap.lift(1);
    assertThat(cap.tryStart(REQUEST, 0)).isZero();
    assertThat(cap.tryStart(REQUEST, 0)).isPositive();
    cap.lift(2);
    assertThat(cap.tryStart(REQUEST, 0)).isZero();
  }
}
