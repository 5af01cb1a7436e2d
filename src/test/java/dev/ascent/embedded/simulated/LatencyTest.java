package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final int DRAWS = 20_000;

  @Test
  void isLognormalWithItsMedianAndSigma() {
    Latency latency = new Latency(Duration.ofMillis(300), 0.8);
    double[] logs = logs(latency).toArray();
    double mean = DoubleStream.of(logs).average().orElseThrow();
    double variance =
        DoubleStream.of(logs).map(log -> (log - mean) * (log - mean)).average().orElseThrow();

    assertThat(Math.exp(mean)).isCloseTo(0.3, within(0.008));
    assertThat(Math.sqrt(variance)).isCloseTo(0.8, within(0.02));
  }

  @Test
  void noLatencyIsNone() {
    assertThat(Latency.NONE.draw(Chance.of(1, "latency", 0))).isZero();
  }

  private static DoubleStream logs(Latency latency) {
    return LongStream.range(0, DRAWS)
        .mapToObj(draw -> latency.draw(Chance.of(1, "latency", draw)))
        .mapToDouble(wait -> Math.log(wait.toNanos() / 1e9));
  }
}
