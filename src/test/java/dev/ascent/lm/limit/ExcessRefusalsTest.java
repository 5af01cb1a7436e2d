package dev.ascent.lm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExcessRefusalsTest {
  private static final long MINUTE = 60_000_000_000L;

  private final ExcessRefusals excess = new ExcessRefusals();

  @Test
  void aFewRefusalsAreTooManyWhereNoneAreKnownToBeRandom() {
    assertThat(excess.learn(window(50, 2), 0)).isEmpty();
    assertThat(excess.learn(window(50, 4), 0)).contains(window(100, 6));
  }

  @Test
  void rareRefusalsNeverAddUp() {
    for (int i = 0; i < 1000; i++) {
      assertThat(excess.learn(window(200, 2), 0)).isEmpty();
    }
  }

  /** The same share goes on, at any number of calls a window. */
  @Property
  void whatIsTheFloorIsTolerated(
      @ForAll @DoubleRange(min = 0.01, max = 1) double share,
      @ForAll @IntRange(min = 20, max = 2000) int calls) {
    ExcessRefusals told = new ExcessRefusals();
    told.isFloor(share, 0);
    for (int i = 0; i < 50; i++) {
      assertThat(told.learn(window(calls, (long) (share * calls)), 0)).isEmpty();
    }
    assertThat(told.floor()).isLessThanOrEqualTo(share);
  }

  @Test
  void muchMoreThanTheFloorIsTooMuch() {
    excess.isFloor(0.05, 0);

    assertThat(excess.learn(window(100, 50), 0)).isPresent();
  }

  @Test
  void theFloorFollowsAHostThatRefusesLess() {
    excess.isFloor(0.5, 0);
    for (int i = 0; i < 100; i++) {
      excess.learn(window(100, 0), 0);
    }

    assertThat(excess.floor()).isLessThan(0.01);
  }

  @Test
  void theFloorIsForgottenAfterMinutes() {
    excess.isFloor(0.3, 0);
    assertThat(excess.learn(window(100, 30), 4 * MINUTE)).isEmpty();

    Optional<RefusalWindow> later = excess.learn(window(100, 30), 6 * MINUTE);

    assertThat(later).contains(window(100, 30));
    assertThat(excess.floor()).isZero();
  }

  private static RefusalWindow window(long calls, long refused) {
    return new RefusalWindow(calls, refused, 100);
  }
}
