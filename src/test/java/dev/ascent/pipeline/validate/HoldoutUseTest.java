package dev.ascent.pipeline.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.promotion.Attempt;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldoutUseTest {
  private final Attempt first = Attempt.open("attempt-1", "challenger", "champion", 0.05, 0, 2);
  private final HoldoutUse use = HoldoutUse.begin(first.id());

  @Test
  void rememberWhatEveryRoundUsed() {
    HoldoutUse after = use.sent(1, List.of("h0", "h1")).sent(2, List.of("h2"));

    assertThat(after.attempt()).isEqualTo("attempt-1");
    assertThat(after.round()).isEqualTo(2);
    assertThat(after.used()).containsExactly("h0", "h1", "h2");
  }

  @Test
  void missNothingWhereRoundsFollowEachOther() {
    Attempt second = first.next(List.of(0.5, 0.5), 0, 2);

    assertThat(use.missed(first)).isFalse();
    assertThat(use.sent(1, List.of("h0", "h1")).missed(second)).isFalse();
  }

  @Test
  void missARoundThatSomebodyElseSent() {
    assertThat(use.missed(first.next(List.of(0.5, 0.5), 0, 2))).isTrue();
  }

  @Test
  void missARoundWhosePairsWereAllDropped() {
    assertThat(use.missed(first.next(List.of(), 2, 2))).isTrue();
  }

  /** As after a takeover, which asks again for a round that was never sent. */
  @Test
  void missNothingWhereNoPairHasServedYet() {
    assertThat(use.missed(first.next(List.of(), 0, 2))).isFalse();
  }
}
