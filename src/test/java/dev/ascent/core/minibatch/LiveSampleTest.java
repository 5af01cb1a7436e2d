package dev.ascent.core.minibatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LiveSampleTest {
  @Test
  void drawsAboutItsShare() {
    assertThat(drawn(0.1) / 10_000.0).isCloseTo(0.1, within(0.01));
    assertThat(drawn(0)).isZero();
    assertThat(drawn(1)).isEqualTo(10_000);
  }

  private static long drawn(double share) {
    LiveSample sample = new LiveSample("tickets", share);
    return IntStream.range(0, 10_000).filter(i -> sample.holds("id-" + i)).count();
  }

  @Property
  void aLargerShareHoldsWhatASmallerOneDoes(
      @ForAll String id, @ForAll @DoubleRange(min = 0, max = 0.5) double share) {
    assertThat(!new LiveSample("t", share).holds(id) || new LiveSample("t", 2 * share).holds(id))
        .isTrue();
  }
}
