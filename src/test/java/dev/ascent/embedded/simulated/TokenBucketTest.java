package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aSecondsWorthMayComeAtOnce() {
    TokenBucket bucket = new TokenBucket(50, 0);

    assertThat(admitted(bucket, 200, 0)).isEqualTo(50);
    assertThat(admitted(bucket, 200, SECOND / 2)).isEqualTo(25);
    assertThat(admitted(bucket, 200, 10 * SECOND)).isEqualTo(50);
  }

  @Test
  void aSlowOneAdmitsOneAtOnce() {
    TokenBucket bucket = new TokenBucket(0.5, 0);

    assertThat(admitted(bucket, 5, 0)).isEqualTo(1);
    assertThat(admitted(bucket, 5, SECOND)).isZero();
    assertThat(admitted(bucket, 5, 2 * SECOND)).isEqualTo(1);
  }

  @Property
  void neverMoreThanTheRateAndTheBurst(
      @ForAll @DoubleRange(min = 0.1, max = 1000) double perSecond,
      @ForAll @Size(max = 300) List<@IntRange(max = 50_000_000) Integer> gaps) {
    TokenBucket bucket = new TokenBucket(perSecond, 0);
    long now = 0;
    long admitted = 0;
    for (int gap : gaps) {
      now += gap;
      admitted += bucket.tryTake(now) ? 1 : 0;
      assertThat((double) admitted)
          .isLessThanOrEqualTo(Math.max(1, perSecond) + perSecond * now / 1e9 + 1e-6);
    }
  }

  @Test
  void refusesARateThatIsNone() {
    assertThatThrownBy(() -> new TokenBucket(0, 0)).hasMessageContaining("above 0, got 0");
    assertThatThrownBy(() -> new TokenBucket(Double.NaN, 0)).hasMessageContaining("above 0");
  }

  private static int admitted(TokenBucket bucket, int asked, long now) {
    int admitted = 0;
    for (int i = 0; i < asked; i++) {
      admitted += bucket.tryTake(now) ? 1 : 0;
    }
    return admitted;
  }
}
