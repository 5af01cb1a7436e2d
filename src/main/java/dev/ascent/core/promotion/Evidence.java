package dev.ascent.core.promotion;

import dev.ascent.core.drift.ScoreLevel;
import java.util.OptionalInt;

/**
 * Why a program is used, or how sure its gain is.
 *
 * @param status what the evidence amounts to
 * @param basis which examples it rests on
 * @param n paired examples
 * @param mean of the paired score differences to {@code against}
 * @param low the true mean is above it with a probability of 95%, however often one looks
 * @param high the true mean is below it, likewise
 * @param against id of the program that it was compared with; empty for a start
 * @param eValue evidence against 'no gain', be the scores that one side alone lacks left out or
 *     counted as 0; 1 is none
 * @param eValueNeeded at which it counts as proven
 * @param examplesNeeded paired examples needed in all until a gain like the one seen is proven, or
 *     -1 where that can't be told
 * @param level of the program's own scores on the holdout examples
 * @param costs of the rollouts behind the pairs, its own on the challenger's side
 */
public record Evidence(
    Status status,
    Basis basis,
    int n,
    double mean,
    double low,
    double high,
    String against,
    double eValue,
    double eValueNeeded,
    int examplesNeeded,
    ScoreLevel level,
    TestCosts costs) {

  /** Journals of earlier versions hold neither a level nor costs. */
  public Evidence {
    level = level == null ? ScoreLevel.NONE : level;
    costs = costs == null ? TestCosts.NONE : costs;
  }

  /** What evidence amounts to. */
  public enum Status {
    /** The program before anything was learned: there is nothing to prove. */
    START,
    PROVEN,
    UNPROVEN,
    /** A champion without what it had learned from records that were forgotten; untested. */
    CLEANED
  }

  /** Which examples evidence rests on. */
  public enum Basis {
    NONE,
    TRAINING,
    HOLDOUT
  }

  private static final double LEVEL_ALPHA = 0.05;

  /**
   * About how many more examples would prove a difference like the one seen: none once it is
   * proven, which the estimate does not know; empty where that can't be told.
   */
  public OptionalInt moreNeeded() {
    if (status == Status.PROVEN) {
      return OptionalInt.of(0);
    }
    return examplesNeeded < 0
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(0, examplesNeeded - n));
  }

  /** The same without the program's level, which may be another one by now. */
  public Evidence withoutLevel() {
    return new Evidence(
        status,
        basis,
        n,
        mean,
        low,
        high,
        against,
        eValue,
        eValueNeeded,
        examplesNeeded,
        ScoreLevel.NONE,
        costs);
  }

  /** That of a start program. */
  public static Evidence start() {
    return ofNothing(Status.START, "");
  }

  /**
   * That of what is left of a champion whose rules or demos were forgotten.
   *
   * @param before id of the program that it was
   */
  public static Evidence ofCleaned(String before) {
    return ofNothing(Status.CLEANED, before);
  }

  private static Evidence ofNothing(Status status, String against) {
    return new Evidence(
        status, Basis.NONE, 0, 0, 0, 0, against, 1, 1, -1, ScoreLevel.NONE, TestCosts.NONE);
  }

  /** That of an attempt as it stands. */
  public static Evidence of(Attempt attempt) {
    return of(
        attempt.isProven() ? Status.PROVEN : Status.UNPROVEN,
        Basis.HOLDOUT,
        attempt.evidenceSoFar(),
        attempt.champion(),
        attempt.eValue(),
        needed(attempt),
        attempt.alpha(),
        attempt.level(),
        attempt.costs());
  }

  private static OptionalInt needed(Attempt attempt) {
    OptionalInt paired = attempt.evidenceSoFar().pairsNeeded(attempt.minGain(), attempt.alpha());
    OptionalInt withFaults =
        attempt.evidenceWithFaults().pairsNeeded(attempt.minGain(), attempt.alpha());
    return paired.isEmpty() || withFaults.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(paired.getAsInt(), withFaults.getAsInt()));
  }

  /** That of paired differences on training examples, which never proves anything. */
  public static Evidence ofTraining(
      BettingEProcess process, String against, double minGain, double alpha) {
    return of(
        Status.UNPROVEN,
        Basis.TRAINING,
        process,
        against,
        process.eValueAbove(minGain),
        process.pairsNeeded(minGain, alpha),
        alpha,
        ScoreLevel.NONE,
        TestCosts.NONE);
  }

  private static Evidence of(
      Status status,
      Basis basis,
      BettingEProcess process,
      String against,
      double eValue,
      OptionalInt needed,
      double alpha,
      ScoreLevel level,
      TestCosts costs) {
    return new Evidence(
        status,
        basis,
        process.size(),
        process.mean(),
        process.lowerLimit(LEVEL_ALPHA),
        process.upperLimit(LEVEL_ALPHA),
        against,
        eValue,
        1 / alpha,
        needed.orElse(-1),
        level,
        costs);
  }
}
