package dev.ascent.core.promotion;

import java.util.List;
import java.util.stream.Stream;

/**
 * The examples of an attempt on which one side alone has no score, for whatever reason.
 *
 * @param ofChallenger the champion's scores where the challenger has none
 * @param ofChampion the challenger's scores where the champion has none
 */
public record LoneFaults(List<Double> ofChallenger, List<Double> ofChampion) {
  public static final LoneFaults NONE = new LoneFaults(List.of(), List.of());

  /** Evidence at which the challenger counts as faulting more often. */
  static final double TELLING_E_VALUE = 20;

  public LoneFaults plus(LoneFaults other) {
    return new LoneFaults(
        concat(ofChallenger, other.ofChallenger), concat(ofChampion, other.ofChampion));
  }

  /** The differences that a service sees, to which no answer is worth 0. */
  List<Double> asFailures() {
    return concat(ofChallenger.stream().map(score -> -score).toList(), ofChampion);
  }

  /**
   * Whether the challenger faults more often than the champion. Of the examples on which just one
   * side faults, half are the challenger's if both fault equally often; a bet on more of them
   * reaches {@link #TELLING_E_VALUE} with a probability of at most its reciprocal then, however
   * often one looks.
   */
  boolean leanAgainstChallenger() {
    WealthProcess wealth = WealthProcess.above(0);
    ofChallenger.forEach(score -> wealth.add(1));
    ofChampion.forEach(score -> wealth.add(-1));
    return wealth.eValue() >= TELLING_E_VALUE;
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
