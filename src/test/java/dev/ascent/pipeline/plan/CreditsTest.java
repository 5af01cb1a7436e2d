package dev.ascent.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CreditsTest {
  private final Credits credits = new Credits(10);

  @Test
  void areTakenUpToTheirLimit() {
    assertThat(credits.take("m1", 6)).isTrue();
    assertThat(credits.take("m2", 5)).isFalse();
    assertThat(credits.take("m3", 4)).isTrue();
  }

  @Test
  void areFreeAgainOnceTheyAreGivenBack() {
    credits.take("m1", 10);

    credits.giveBack("m1");

    assertThat(credits.take("m2", 10)).isTrue();
  }

  @Test
  void aMinibatchThatAloneExceedsThemGoesWhenNothingElseDoes() {
    credits.take("m1", 1);
    assertThat(credits.take("m2", 11)).isFalse();

    credits.giveBack("m1");

    assertThat(credits.take("m2", 11)).isTrue();
    assertThat(credits.take("m3", 1)).isFalse();
  }

  @Test
  void whatIsUnknownOrWasGivenBackAlreadyReturnsNothing() {
    credits.take("m1", 10);

    credits.giveBack("of a run before the restore");
    assertThat(credits.take("m2", 1)).isFalse();

    credits.giveBack("m1");
    credits.giveBack("m1");
    assertThat(credits.take("m2", 10)).isTrue();
    assertThat(credits.take("m3", 1)).isFalse();
  }
}
