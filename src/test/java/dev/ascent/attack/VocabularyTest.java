package dev.ascent.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.attack.Vocabulary.Band;
import dev.ascent.embedded.simulated.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void onceAVocabularyIsKnownHonestRecordsPassTheirWordsOnAndAttacksDoNot() throws Exception {
    List<Band> bands = Vocabulary.bands(Corpus.of(World.named("base", 3), 1_000, true, 1));

    Band last = bands.get(bands.size() - 1);
    assertThat(share(last.legitimate())).isGreaterThan(0.7);
    assertThat(share(last.attacks())).isLessThan(0.05);
    assertThat(share(bands.get(1).legitimate())).isGreaterThan(0.5);
    assertThat(share(bands.get(1).attacks())).isLessThan(0.2);
  }

  private static double share(Vocabulary.Share share) {
    return (double) share.passing() / share.all();
  }
}
