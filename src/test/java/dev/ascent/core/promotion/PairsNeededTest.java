package dev.ascent.core.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Checks the figures that power is stated by. */
class PairsNeededTest {
  /** (1.6449 sqrt(0.4) / 0.2)^2 is 27.05; with 1.2816 sqrt(0.36) more in the brackets 81.9. */
  @Test
  void aTestOfAFixedSizeTakesWhatTheTextbookSays() {
    PairsNeeded needed = new PairsNeeded(0.3, 0.1, 20, new int[] {1});

    assertThat(needed.fixedSize(0.5)).isEqualTo(28);
    assertThat(needed.fixedSize(0.9)).isEqualTo(82);
  }

  @Test
  void quantilesAndSharesCountTheRunsUpToThem() {
    PairsNeeded needed = new PairsNeeded(0.3, 0.1, 20, new int[] {10, 20, 30, 40});

    assertThat(needed.quantile(0.5)).isEqualTo(20);
    assertThat(needed.quantile(0.9)).isEqualTo(40);
    assertThat(needed.provenWithin(30)).isEqualTo(0.75);
  }

  /** One unbroken row of wins: the mean of 1.04^n to 1.96^n passes 20 at the sixth. */
  @Test
  void aChallengerThatIsAlwaysBetterIsProvenAtOnce() {
    PairsNeeded needed = PairsNeeded.simulate(1, 0, 20, WealthProcess.evenGrid(), 3, 1);

    assertThat(needed.pairs()).containsOnly(needed.quantile(0.5));
    assertThat(needed.quantile(0.5)).isBetween(5, 7);
  }
}
