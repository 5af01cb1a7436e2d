package dev.ascent.lm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.lm.limit.Gate.Rate;
import dev.ascent.lm.limit.GatedHost.Span;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pace settles for hosts that refuse calls, in virtual time, with retries. */
class HostPaceTest {
  private static final int MOST = 1024;
  private static final int SETTLING_SECONDS = 10;

  @ParameterizedTest
  @CsvSource({
    "64, 1, 1",
    "64, 1, 2",
    "64, 1, 3",
    "150, 1, 4",
    "150, 1, 5",
    "64, 0.1, 6",
    "64, 10, 7"
  })
  void aTokenBucketIsUsedUpAndHardlyOverrun(int callers, double burstSeconds, long seed) {
    GatedHost host = new GatedHost(new Rate(50).asTokenBucket(burstSeconds), seed);
    host.askSteadily(host.client(new HostLimits(MOST)), callers);
    host.run(SETTLING_SECONDS);

    Span settled = host.run(60);

    assertThat(settled.answeredPerSecond()).isGreaterThan(48);
    assertThat(settled.shareRefused()).isLessThan(0.03);
  }

  @ParameterizedTest
  @CsvSource({"64, 1", "64, 2", "150, 3", "150, 4", "256, 5"})
  void aHostThatCountsInWholeSecondsIsUsedUpAndHardlyOverrun(int callers, long seed) {
    GatedHost host = new GatedHost(new Rate(50).asFixedWindow(), seed);
    host.askSteadily(host.client(new HostLimits(MOST)), callers);
    host.run(SETTLING_SECONDS);

    Span settled = host.run(60);

    assertThat(settled.answeredPerSecond()).isGreaterThan(45);
    assertThat(settled.shareRefused()).isLessThan(0.03);
  }

  /** Between bursts the bucket fills, so that the pace which just uses it up is above the rate. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aTokenBucketThatIsAskedInBurstsGivesWhatItCan(long seed) {
    Span settled = inBursts(new Rate(50).asTokenBucket(1), new HostLimits(MOST), seed, 20);
    Span overrun = inBursts(new Rate(50).asTokenBucket(1), HostLimits.fixed(), seed, 20);

    assertThat(settled.answered()).isGreaterThan((long) (0.9 * overrun.answered()));
    assertThat(settled.shareRefused()).isLessThan(0.05);
    assertThat(overrun.shareRefused()).isGreaterThan(0.3);
  }

  @ParameterizedTest
  @CsvSource({
    "0.05, 1", "0.05, 2", "0.05, 3", "0.05, 4", "0.05, 5", "0.01, 6", "0.01, 7", "0.1, 8", "0.1, 9"
  })
  void refusalsAtRandomSlowNoBurstsDown(double share, long seed) {
    Span paced = inBursts(Gate.random(share, seed), new HostLimits(MOST), seed, 0);
    Span free = inBursts(Gate.random(share, seed), HostLimits.fixed(), seed, 0);

    assertThat(paced.answered()).isGreaterThan((long) (0.9 * free.answered()));
  }

  private static Span inBursts(Gate gate, HostLimits limits, long seed, int settlingSeconds) {
    GatedHost host = new GatedHost(gate, seed);
    host.askInBursts(host.client(limits));
    host.run(settlingSeconds);
    return host.run(180);
  }

  @ParameterizedTest
  @CsvSource({"0.05, 1, 64", "0.05, 2, 64", "0.05, 3, 150", "0.01, 4, 150", "0.1, 5, 64"})
  void refusalsAtRandomSlowNoSteadyLoadDown(double share, long seed, int callers) {
    Span paced = steadily(Gate.random(share, seed), new HostLimits(MOST), seed, callers);
    Span free = steadily(Gate.random(share, seed), HostLimits.fixed(), seed, callers);

    assertThat(paced.answered()).isGreaterThan((long) (0.95 * free.answered()));
  }

  private static Span steadily(Gate gate, HostLimits limits, long seed, int callers) {
    GatedHost host = new GatedHost(gate, seed);
    host.askSteadily(host.client(limits), callers);
    return host.run(120);
  }

  /** What it refuses at random is told from what it refuses as too fast. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aHostThatDoesBothIsUsedUp(long seed) {
    Gate random = Gate.random(0.05, seed);
    Gate bucket = new Rate(50).asTokenBucket(1);
    GatedHost host =
        new GatedHost(seconds -> random.refuses(seconds) || bucket.refuses(seconds), seed);
    host.askSteadily(host.client(new HostLimits(MOST)), 150);
    host.run(60);

    Span settled = host.run(120);

    assertThat(settled.answeredPerSecond()).isGreaterThan(35);
    assertThat(settled.shareRefused()).isLessThan(0.2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aHostThatTakesMoreIsAskedMoreWithinAMinute(long seed) {
    Rate rate = new Rate(50);
    GatedHost host = new GatedHost(rate.asTokenBucket(1), seed);
    host.askSteadily(host.client(new HostLimits(MOST)), 64);
    host.run(30);
    rate.becomes(200);
    host.run(60);

    Span settled = host.run(30);

    assertThat(settled.answeredPerSecond()).isGreaterThan(180);
    assertThat(settled.shareRefused()).isLessThan(0.03);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aHostThatTakesLessIsAskedLessWithinFifteenSeconds(long seed) {
    Rate rate = new Rate(200);
    GatedHost host = new GatedHost(rate.asTokenBucket(1), seed);
    host.askSteadily(host.client(new HostLimits(MOST)), 64);
    host.run(60);
    rate.becomes(50);
    host.run(15);

    Span settled = host.run(60);

    assertThat(settled.answeredPerSecond()).isGreaterThan(45);
    assertThat(settled.shareRefused()).isLessThan(0.03);
  }

  /** As where a quota is used up or the host is down; callers wait on their own account then. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aHostThatRefusedEverythingForAWhileIsUsedAgainAtOnce(long seed) {
    GatedHost host = new GatedHost(seconds -> seconds >= 20 && seconds < 50, seed);
    host.askSteadily(host.client(new HostLimits(MOST)), 64);
    Span before = host.run(20);
    host.run(30 + SETTLING_SECONDS);

    Span after = host.run(20);

    assertThat(after.answered()).isGreaterThan((long) (0.9 * before.answered()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void twoProfilesShareAHostFairly(long seed) {
    GatedHost host = new GatedHost(new Rate(50).asTokenBucket(1), seed);
    HostLimits shared = new HostLimits(MOST);
    AtomicInteger first = host.askSteadily(host.client(shared), 64);
    AtomicInteger second = host.askSteadily(host.client(shared), 64);
    host.run(SETTLING_SECONDS);
    first.set(0);
    second.set(0);

    Span settled = host.run(60);

    assertThat(settled.answeredPerSecond()).isGreaterThan(48);
    assertThat(settled.shareRefused()).isLessThan(0.03);
    assertThat(first.get()).isBetween(1000, 2000);
    assertThat(second.get()).isBetween(1000, 2000);
  }
}
