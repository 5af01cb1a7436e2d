package dev.ascent.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CreditsTest {
  private static final String TASK = "tickets";

  private final Credits credits = new Credits(10);

  @Test
  void areTakenUpToTheirLimit() {
    assertThat(credits.take(TASK, "m1", 6)).isTrue();
    assertThat(credits.take(TASK, "m2", 5)).isFalse();
    assertThat(credits.take(TASK, "m3", 4)).isTrue();
  }

  @Test
  void areFreeAgainOnceTheyAreGivenBack() {
    credits.take(TASK, "m1", 10);

    credits.giveBack(TASK, "m1");

    assertThat(credits.take(TASK, "m2", 10)).isTrue();
  }

  @Test
  void aMinibatchThatAloneExceedsThemGoesWhenNothingElseDoes() {
    credits.take(TASK, "m1", 1);
    assertThat(credits.take(TASK, "m2", 11)).isFalse();

    credits.giveBack(TASK, "m1");

    assertThat(credits.take(TASK, "m2", 11)).isTrue();
    assertThat(credits.take(TASK, "m3", 1)).isFalse();
  }

  @Test
  void whatIsUnknownOrWasGivenBackAlreadyReturnsNothing() {
    credits.take(TASK, "m1", 10);

    credits.giveBack(TASK, "of a run before the restore");
    assertThat(credits.take(TASK, "m2", 1)).isFalse();

    credits.giveBack(TASK, "m1");
    credits.giveBack(TASK, "m1");
    assertThat(credits.take(TASK, "m2", 10)).isTrue();
    assertThat(credits.take(TASK, "m3", 1)).isFalse();
  }

  @Test
  void minibatchesOfTheSameIdBelongToTheirTasks() {
    credits.take("mails", "m1", 6);
    credits.take(TASK, "m1", 4);

    credits.giveBack("mails", "m1");
    assertThat(credits.take("mails", "m2", 7)).isFalse();
    credits.giveBack(TASK, "m1");

    assertThat(credits.take("mails", "m2", 10)).isTrue();
  }
}
