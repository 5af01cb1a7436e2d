package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.guard.RecentRarity.Rarity;
import org.junit.jupiter.api.Test;

class RecentRarityTest {
  private static final RecentRarity USED = after(RecentRarity.NONE, RecentRarity.MOST, 0, 10);

  @Test
  void nothingIsUsualWhileTheVocabularyIsNew() {
    RecentRarity rarity = after(RecentRarity.NONE, RecentRarity.MOST - 1, 3, 10);

    assertThat(rarity.isUsual(new Rarity(3, 10))).isFalse();
    assertThat(rarity.with(new Rarity(3, 10)).isUsual(new Rarity(3, 10))).isTrue();
  }

  @Test
  void aRecordWithMoreRareWordsThanTheMedianOfTheLatestIsUnusual() {
    RecentRarity rarity = after(after(USED, 13, 2, 10), 12, 4, 10);

    assertThat(rarity.isUsual(new Rarity(2, 20))).isTrue();
    assertThat(rarity.isUsual(new Rarity(3, 20))).isFalse();
  }

  @Test
  void aShortRecordOfRareWordsAloneIsUnusual() {
    RecentRarity rarity = after(USED, 30, 3, 10);

    assertThat(rarity.isUsual(new Rarity(3, 10))).isTrue();
    assertThat(rarity.isUsual(new Rarity(3, 4))).isFalse();
  }

  @Test
  void whereRareWordsAreSeldomOneIsUnusual() {
    RecentRarity rarity = after(after(USED, 17, 0, 10), 8, 2, 10);

    assertThat(rarity.isUsual(new Rarity(0, 10))).isTrue();
    assertThat(rarity.isUsual(new Rarity(1, 10))).isFalse();
  }

  @Test
  void aVocabularyThatHasFilledUpIsWhatCounts() {
    RecentRarity rarity = after(after(RecentRarity.NONE, RecentRarity.MOST, 20, 30), 13, 1, 30);

    assertThat(rarity.isUsual(new Rarity(1, 30))).isTrue();
    assertThat(rarity.isUsual(new Rarity(2, 30))).isFalse();
  }

  @Test
  void aRecordWithoutWordsIsUsual() {
    assertThat(USED.isUsual(new Rarity(0, 0))).isTrue();
  }

  @Test
  void stateOfBeforeWordsWereCountedBeginsAnew() {
    RecentRarity stored = new RecentRarity(USED.counts(), null);

    assertThat(stored.isUsual(new Rarity(0, 10))).isFalse();
    assertThat(after(stored, RecentRarity.MOST, 0, 10)).isEqualTo(USED);
  }

  @Test
  void noMoreIsKeptThanIsNeeded() {
    assertThat(after(USED, 10, 7, 9).words()).hasSize(RecentRarity.MOST).endsWith(9);
    assertThat(after(USED, 10, 7, 9).counts()).hasSize(RecentRarity.MOST).endsWith(7);
  }

  private static RecentRarity after(RecentRarity before, int records, int rare, int words) {
    RecentRarity rarity = before;
    for (int record = 0; record < records; record++) {
      rarity = rarity.with(new Rarity(rare, words));
    }
    return rarity;
  }
}
