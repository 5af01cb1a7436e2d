package dev.ascent.core.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what the test promises by simulation with fixed seeds. */
class BettingEProcessTest {
  private static final int RUNS = 2_000;
  private static final double ALPHA = 0.05;
  private static final List<Integer> LOOKS = List.of(8, 16, 32, 48, 80, 112, 176);

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void theEValueIsAboutOneOnAverageUnderTheNull(double rate) {
    SplittableRandom random = new SplittableRandom(1);
    double[] eValues = new double[4 * RUNS];
    for (int run = 0; run < eValues.length; run++) {
      eValues[run] = new BettingEProcess(pairs(random, 40, rate, rate)).eValueAbove(0);
    }
    double mean = Arrays.stream(eValues).average().orElseThrow();
    double squares = Arrays.stream(eValues).map(e -> (e - mean) * (e - mean)).sum();
    double standardError = Math.sqrt(squares) / eValues.length;

    assertThat(mean).isBetween(1 - 5 * standardError, 1 + 5 * standardError);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.5, 0", "0.1, 0.1, 0", "0.9, 0.9, 0", "0.5, 0.4, 0", "0.5, 0.6, 0.1"})
  void falsePromotionsStayWithinAlphaHoweverOftenItIsLookedAt(
      double champion, double challenger, double minGain) {
    SplittableRandom random = new SplittableRandom(2);
    int promoted = 0;
    for (int run = 0; run < RUNS; run++) {
      List<Double> differences = pairs(random, 176, challenger, champion);
      boolean anywhere =
          LOOKS.stream()
              .anyMatch(
                  n ->
                      new BettingEProcess(differences.subList(0, n)).eValueAbove(minGain)
                          >= 1 / ALPHA);
      promoted += anywhere ? 1 : 0;
    }
    assertThat((double) promoted / RUNS).isLessThanOrEqualTo(ALPHA);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.5", "0.9, 0.4", "0.1, 0.3"})
  void eachLimitHoldsAtEveryLook(double challenger, double champion) {
    SplittableRandom random = new SplittableRandom(3);
    int runs = 200;
    int below = 0;
    int above = 0;
    for (int run = 0; run < runs; run++) {
      List<Double> differences = pairs(random, 176, challenger, champion);
      List<BettingEProcess> looks =
          LOOKS.stream().map(n -> new BettingEProcess(differences.subList(0, n))).toList();
      double mean = challenger - champion;
      below += looks.stream().anyMatch(test -> test.lowerLimit(ALPHA) > mean) ? 1 : 0;
      above += looks.stream().anyMatch(test -> test.upperLimit(ALPHA) < mean) ? 1 : 0;
    }
    assertThat((double) below / runs).isLessThanOrEqualTo(ALPHA);
    assertThat((double) above / runs).isLessThanOrEqualTo(ALPHA);
  }

  /**
   * The figures that people are told. They hold for programs that differ on two examples in five;
   * programs that are right independently of each other differ more often and take half as many
   * again.
   */
  @ParameterizedTest
  @CsvSource({"0.25, 0.15, 228", "0.3, 0.1, 62", "0.5, 0.05, 16"})
  void gainsTakeAsManyPairsAsDocumented(double better, double worse, int documented) {
    SplittableRandom random = new SplittableRandom(4);
    double[] needed = new double[151];
    for (int run = 0; run < needed.length; run++) {
      needed[run] = pairsUntilProven(random, better, worse);
    }
    Arrays.sort(needed);
    double median = needed[needed.length / 2];

    assertThat(median).isCloseTo(documented, within(0.2 * documented));
  }

  private static int pairsUntilProven(SplittableRandom random, double better, double worse) {
    List<Double> differences = new ArrayList<>();
    while (differences.size() < 2_000) {
      double draw = random.nextDouble();
      differences.add(draw < better ? 1.0 : draw < better + worse ? -1.0 : 0.0);
      if (new BettingEProcess(differences).eValueAbove(0) >= 20) {
        break;
      }
    }
    return differences.size();
  }

  @Property
  void limitsEncloseTheMean(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -1, max = 1) Double> differences) {
    BettingEProcess test = new BettingEProcess(differences);

    assertThat(test.lowerLimit(ALPHA)).isBetween(-1.0, test.mean());
    assertThat(test.upperLimit(ALPHA)).isBetween(test.mean(), 1.0);
    assertMirrored(differences, t -> t.eValueAbove(0.1), t -> t.eValueBelow(-0.1));
  }

  private static void assertMirrored(
      List<Double> differences,
      ToDoubleFunction<BettingEProcess> figure,
      ToDoubleFunction<BettingEProcess> mirrored) {
    List<Double> negated = differences.stream().map(difference -> -difference).toList();
    double expected = figure.applyAsDouble(new BettingEProcess(differences));

    assertThat(mirrored.applyAsDouble(new BettingEProcess(negated)))
        .isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
  }

  @Test
  void nothingSeenIsNoEvidence() {
    BettingEProcess test = new BettingEProcess(List.of());

    assertThat(test.eValueAbove(0)).isCloseTo(1, within(1e-12));
    assertThat(test.lowerLimit(ALPHA)).isEqualTo(-1);
    assertThat(test.upperLimit(ALPHA)).isEqualTo(1);
    assertThat(test.pairsNeeded(0, ALPHA)).isEmpty();
  }

  @Test
  void asManyPairsAsAreSaidToBeNeededSuffice() {
    List<Double> differences = pairs(new SplittableRandom(1), 50, 0.7, 0.5);
    int needed = new BettingEProcess(differences).pairsNeeded(0, ALPHA).orElseThrow();
    List<Double> repeated = new ArrayList<>();
    while (repeated.size() < needed) {
      repeated.addAll(differences);
    }
    assertThat(new BettingEProcess(repeated).eValueAbove(0)).isGreaterThanOrEqualTo(1 / ALPHA);
  }

  /** Differences of two programs that are right independently, with the given probabilities. */
  private static List<Double> pairs(
      SplittableRandom random, int count, double challenger, double champion) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double one = random.nextDouble() < challenger ? 1 : 0;
      double other = random.nextDouble() < champion ? 1 : 0;
      differences.add(one - other);
    }
    return differences;
  }
}
