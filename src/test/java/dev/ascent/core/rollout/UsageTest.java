package dev.ascent.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class UsageTest {

  @Property
  void partsAddUpToTheWholeAndDifferByOneAtMost(
      @ForAll @IntRange(max = 1000) int requests,
      @ForAll @IntRange(max = 100_000) int tokens,
      @ForAll @IntRange(min = 1, max = 20) int parts) {
    Usage whole = new Usage(requests, tokens, tokens / 3, 0.25, tokens / 5, tokens / 7, 1.5);

    List<Usage> shares = whole.split(parts);

    Usage sum = shares.stream().reduce(Usage.NONE, Usage::plus);
    assertThat(shares).hasSize(parts);
    assertThat(sum)
        .usingRecursiveComparison()
        .ignoringFields("usd", "unconfirmedUsd")
        .isEqualTo(whole);
    assertThat(sum.usd()).isCloseTo(whole.usd(), within(1e-9));
    assertThat(sum.unconfirmedUsd()).isCloseTo(whole.unconfirmedUsd(), within(1e-9));
    assertThat(shares.stream().mapToLong(Usage::promptTokens).max().orElseThrow())
        .isLessThanOrEqualTo(1 + tokens / parts);
  }
}
