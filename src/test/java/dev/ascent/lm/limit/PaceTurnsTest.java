package dev.ascent.lm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTurnsTest {
  private final PaceTurns turns = new PaceTurns();

  @Test
  void whoStartedLastLetsOthersGoWhoWait() {
    turns.started("one");
    turns.waits("one");
    turns.waits("two");

    assertThat(turns.letsOthersGo("one")).isTrue();
  }

  @Test
  void whoStartedLongestAgoGoesFirst() {
    turns.started("one");
    turns.started("two");
    turns.waits("one");
    turns.waits("two");

    assertThat(turns.letsOthersGo("one")).isFalse();
  }

  @Test
  void othersThatAreGoneAreWaitedForOnce() {
    turns.started("one");
    turns.waits("gone");

    assertThat(turns.letsOthersGo("one")).isTrue();
    assertThat(turns.letsOthersGo("one")).isFalse();
  }

  @Test
  void nobodyWaitsForWhoHasLeft() {
    turns.started("one");
    turns.waits("two");
    turns.forget("two");

    assertThat(turns.letsOthersGo("one")).isFalse();
  }
}
