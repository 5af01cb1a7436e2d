package dev.ascent.pipeline.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final long START = 1_000_000;

  @Test
  void aFreshSubtaskHasNothingToWaitFor() {
    assertThat(CatchUp.begin(false, START).hasEnded(START)).isTrue();
  }

  @Test
  void aRestoredSubtaskGivesItsSourceTimeToConnect() {
    CatchUp catchUp = CatchUp.begin(true, START);

    assertThat(catchUp.hasEnded(START + 2_999)).isFalse();
    assertThat(catchUp.hasEnded(START + 3_000)).isTrue();
  }

  @Test
  void entriesKeepARestoredSubtaskWaitingUntilNoneComeForAWhile() {
    CatchUp catchUp = CatchUp.begin(true, START);

    catchUp.entryRead(START + 5_000);

    assertThat(catchUp.hasEnded(START + 5_999)).isFalse();
    assertThat(catchUp.hasEnded(START + 6_000)).isTrue();
  }

  @Test
  void anEntryThatComesAfterTheEndChangesNothing() {
    CatchUp catchUp = CatchUp.begin(true, START);
    assertThat(catchUp.hasEnded(START + 3_000)).isTrue();

    catchUp.entryRead(START + 3_001);

    assertThat(catchUp.hasEnded(START + 3_001)).isTrue();
  }
}
