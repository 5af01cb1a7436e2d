package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentRarityTest {
  @Test
  void theFirstRecordOfATaskIsUsual() {
    assertThat(RecentRarity.NONE.isUsual(12)).isTrue();
  }

  @Test
  void aRecordWithMoreRareWordsThanHalfOfTheLatestIsUnusual() {
    RecentRarity rarity = after(0, 2, 2, 5, 9);

    assertThat(rarity.isUsual(2)).isTrue();
    assertThat(rarity.isUsual(3)).isFalse();
  }

  @Test
  void whereRareWordsAreSeldomOneIsUnusual() {
    assertThat(after(0, 0, 1, 0, 2).isUsual(1)).isFalse();
  }

  @Test
  void aVocabularyThatHasFilledUpIsWhatCounts() {
    RecentRarity rarity = RecentRarity.NONE;
    for (int record = 0; record < RecentRarity.MOST; record++) {
      rarity = rarity.with(20);
    }
    for (int record = 0; record < RecentRarity.MOST / 2 + 1; record++) {
      rarity = rarity.with(1);
    }

    assertThat(rarity.counts()).hasSize(RecentRarity.MOST);
    assertThat(rarity.isUsual(1)).isTrue();
    assertThat(rarity.isUsual(2)).isFalse();
  }

  private static RecentRarity after(int... counts) {
    RecentRarity rarity = RecentRarity.NONE;
    for (int count : counts) {
      rarity = rarity.with(count);
    }
    return rarity;
  }
}
