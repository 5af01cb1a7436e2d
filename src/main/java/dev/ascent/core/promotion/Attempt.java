package dev.ascent.core.promotion;

import java.util.ArrayList;
import java.util.List;

/**
 * One challenger under test against one champion.
 *
 * @param id unique over the task's life
 * @param challenger id of the program that may be promoted
 * @param champion id of the program that it has to beat
 * @param alpha error probability that this attempt may spend
 * @param minGain the gain that has to be exceeded
 * @param round counts the rounds of pairs asked for, from 1
 * @param pairsWanted pairs that the current round asks for
 * @param differences challenger's minus champion's score, one for each distinct holdout example
 * @param dropped pairs without a score on either side
 */
public record Attempt(
    String id,
    String challenger,
    String champion,
    double alpha,
    double minGain,
    int round,
    int pairsWanted,
    List<Double> differences,
    int dropped) {
  /** A stream's attempt that is undecided after so many pairs makes way for the next one. */
  public static final int MOST_PAIRS = 600;

  /** Evidence against a gain at which a stream's attempt is given up. */
  public static final double FUTILE_E_VALUE = 10;

  /** An attempt of which nothing was tried yet. */
  public static Attempt open(
      String id, String challenger, String champion, double alpha, double minGain, int pairs) {
    return new Attempt(id, challenger, champion, alpha, minGain, 1, pairs, List.of(), 0);
  }

  /** Id of the current round, under which its lease and its rollouts go. */
  public String roundId() {
    return roundId(id, round);
  }

  /** Id of one round of an attempt. */
  public static String roundId(String attempt, int round) {
    return attempt + "-" + round;
  }

  /** The attempt with a round's outcome added, the next round asked for. */
  public Attempt next(List<Double> found, int lost, int pairs) {
    List<Double> all = new ArrayList<>(differences);
    all.addAll(found);
    return new Attempt(
        id,
        challenger,
        champion,
        alpha,
        minGain,
        round + 1,
        pairs,
        List.copyOf(all),
        dropped + lost);
  }

  /** What the pairs so far say. */
  public BettingEProcess evidenceSoFar() {
    return new BettingEProcess(differences);
  }

  /** Whether the evidence suffices to promote. */
  public boolean isProven() {
    return evidenceSoFar().eValueAbove(minGain) >= 1 / alpha;
  }
}
