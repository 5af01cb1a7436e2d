package dev.ascent.core.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.random.Seeds;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AttemptPropertyTest {
  private static final Attempt NEW =
      Attempt.open("attempt-1", "challenger", "champion", 0.05, 0, 8);

  @Property
  void faultsNeverAddToWhatThePairsProve(
      @ForAll @Size(max = 40) List<@DoubleRange(min = -1, max = 1) Double> differences,
      @ForAll @Size(max = 20) List<@DoubleRange(min = 0, max = 1) Double> ofChallenger,
      @ForAll @Size(max = 20) List<@DoubleRange(min = 0, max = 1) Double> ofChampion) {
    Attempt paired = NEW.next(differences, 0, 8);
    Attempt faulted =
        NEW.next(
            differences,
            ofChallenger.size() + ofChampion.size(),
            new LoneFaults(ofChallenger, ofChampion),
            8);

    assertThat(faulted.eValue()).isLessThanOrEqualTo(paired.eValue());
    assertThat(Evidence.of(faulted).eValue()).isEqualTo(faulted.eValue());
    assertThat(faulted.evidenceSoFar().size()).isEqualTo(differences.size());
  }

  @Property
  void aFaultOfTheChallengerIsNeverBetterThanAWrongAnswer(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0, max = 1) Double> championScores) {
    Attempt wrong = NEW.next(championScores.stream().map(score -> -score).toList(), 0, 8);
    Attempt faulted =
        NEW.next(List.of(), championScores.size(), new LoneFaults(championScores, List.of()), 8);

    assertThat(faulted.eValue()).isCloseTo(wrong.eValue(), within(1e-9));
  }

  @Property
  void roundsAddUpToWhatOneRoundWouldHaveSaid(
      @ForAll @Size(max = 20) List<@DoubleRange(min = 0, max = 1) Double> first,
      @ForAll @Size(max = 20) List<@DoubleRange(min = 0, max = 1) Double> second) {
    Attempt stepwise =
        NEW.next(first, second.size(), new LoneFaults(second, first), 8)
            .next(second, first.size(), new LoneFaults(first, second), 8);

    assertThat(stepwise.faults().ofChallenger()).hasSize(first.size() + second.size());
    assertThat(stepwise.dropped()).isEqualTo(first.size() + second.size());
    assertThat(stepwise.faults().leanAgainstChallenger()).isFalse();
  }

  /** The mean of 1.04^n to 1.96^n passes 20 at the seventh. */
  @Property
  void sevenFaultsOfTheChallengerAloneAreTellingAndSixAreNot(
      @ForAll @IntRange(min = 0, max = 30) int faults) {
    List<Double> scores = Collections.nCopies(faults, 1.0);
    Attempt attempt = NEW.next(List.of(), faults, new LoneFaults(scores, List.of()), 8);

    assertThat(attempt.faultsMoreOften()).isEqualTo(faults >= 7);
  }

  @Property(tries = 5)
  void equalRatesOfFaultsSeldomLookUnequal(@ForAll @IntRange(min = 0, max = 1_000) int seed) {
    int refused = 0;
    for (int run = 0; run < 400; run++) {
      RandomGenerator random = Seeds.generator(seed, "faults", String.valueOf(run));
      LoneFaults faults = LoneFaults.NONE;
      boolean leaned = false;
      for (int i = 0; i < 60 && !leaned; i++) {
        boolean challengers = random.nextBoolean();
        faults =
            faults.plus(
                new LoneFaults(
                    challengers ? List.of(1.0) : List.of(),
                    challengers ? List.of() : List.of(1.0)));
        leaned = faults.leanAgainstChallenger();
      }
      refused += leaned ? 1 : 0;
    }
    // 0.05 and four standard errors.
    assertThat(refused / 400.0).isLessThan(0.05 + 4 * Math.sqrt(0.05 * 0.95 / 400));
  }
}
