package dev.ascent.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.random.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreLevelTest {
  private static final int RUNS = 1_000;
  private static final int SCORES = 1_500;
  private static final int LEAST = 20;

  /** The highest of all limits, looked at after every score, is the one that is held to. */
  @ParameterizedTest
  @CsvSource({"RIGHT_OR_WRONG, 0.9", "RIGHT_OR_WRONG, 0.5", "RIGHT_OR_WRONG, 0.97", "PARTS, 0.7"})
  void noLimitOfManyExceedsTheMeanMoreOftenThanPromised(ScoreScale scale, double mean) {
    int exceeding = 0;
    for (int run = 0; run < RUNS; run++) {
      exceeding += everExceeds(scale, mean, run) ? 1 : 0;
    }
    assertThat((double) exceeding / RUNS).isLessThan(1 - ScoreLevel.CONFIDENCE);
  }

  private static boolean everExceeds(ScoreScale scale, double mean, int run) {
    RandomGenerator random = Seeds.generator(1, "level", scale.name(), mean + "/" + run);
    ScoreLevel level = ScoreLevel.NONE;
    for (int i = 0; i < SCORES; i++) {
      level = level.after(scale.draw(random, mean));
      if (level.count() >= LEAST && level.lowerLimit() > mean) {
        return true;
      }
    }
    return false;
  }

  @Test
  void theLimitComesCloserWithEveryTenfoldOfScores() {
    assertThat(gap(30)).isBetween(0.2, 0.35);
    assertThat(gap(300)).isBetween(0.03, 0.07);
    assertThat(gap(3_000)).isBetween(0.01, 0.025);
  }

  private static double gap(int scores) {
    List<Double> all = new ArrayList<>(Collections.nCopies(scores * 9 / 10, 1.0));
    all.addAll(Collections.nCopies(scores / 10, 0.0));
    ScoreLevel level = ScoreLevel.of(all);
    return level.mean() - level.lowerLimit();
  }

  @Test
  void aFewEqualScoresAreNotCertain() {
    assertThat(ScoreLevel.of(Collections.nCopies(20, 1.0)).lowerLimit()).isLessThan(0.9);
  }

  @Property
  void twoLevelsTogetherAreThatOfAllScores(
      @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1) Double> one,
      @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1) Double> other) {
    List<Double> all = new ArrayList<>(one);
    all.addAll(other);
    ScoreLevel together = ScoreLevel.of(one).plus(ScoreLevel.of(other));

    assertThat(together.count()).isEqualTo(all.size());
    assertThat(together.mean()).isCloseTo(ScoreLevel.of(all).mean(), within(1e-9));
    assertThat(together.lowerLimit()).isCloseTo(ScoreLevel.of(all).lowerLimit(), within(1e-6));
  }
}
