package dev.ascent.pipeline.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.pipeline.share.RareWords.Taught;
import org.junit.jupiter.api.Test;

class RareWordsTest {
  @Test
  void aThirdOfFewAuthorsIsEnough() {
    RareWords usual = new RareWords(5, Taught.USUAL);

    assertThat(usual.enough(0)).isEqualTo(1);
    assertThat(usual.enough(1)).isEqualTo(1);
    assertThat(usual.enough(9)).isEqualTo(3);
    assertThat(usual.enough(1_000)).isEqualTo(5);
  }

  @Test
  void whoeverAllowsNoRareWordGetsWhatTheyAskFor() {
    assertThat(new RareWords(5, Taught.NEVER).enough(1)).isEqualTo(5);
  }

  @Test
  void wordsAreNotCountedForNothing() {
    assertThat(new RareWords(0, Taught.NEVER).areIgnored()).isTrue();
    assertThat(RareWords.ALLOWED.areIgnored()).isTrue();
    assertThat(RareWords.DEFAULT.areIgnored()).isFalse();
  }
}
