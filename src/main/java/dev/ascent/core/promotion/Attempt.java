package dev.ascent.core.promotion;

import dev.ascent.core.drift.ScoreLevel;
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
 * @param purpose what it is for
 * @param level of the challenger's scores
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
    int dropped,
    Purpose purpose,
    ScoreLevel level) {

  /** What an attempt is for. */
  public enum Purpose {
    /** A program that the search has found may be better than the champion. */
    CHALLENGE,
    /** The champion may have turned worse than an earlier program. */
    RETEST
  }

  /** A stream's attempt that is undecided after so many pairs makes way for the next one. */
  public static final int MOST_PAIRS = 600;

  /** Evidence against a gain at which a stream's attempt is given up. */
  public static final double FUTILE_E_VALUE = 10;

  /** Journals from before there were alarms know of neither. */
  public Attempt {
    purpose = purpose == null ? Purpose.CHALLENGE : purpose;
    level = level == null ? ScoreLevel.NONE : level;
  }

  /** A challenge of which nothing was tried yet. */
  public static Attempt open(
      String id, String challenger, String champion, double alpha, double minGain, int pairs) {
    return new Attempt(
        id,
        challenger,
        champion,
        alpha,
        minGain,
        1,
        pairs,
        List.of(),
        0,
        Purpose.CHALLENGE,
        ScoreLevel.NONE);
  }

  /** The same for another purpose. */
  public Attempt as(Purpose other) {
    return new Attempt(
        id,
        challenger,
        champion,
        alpha,
        minGain,
        round,
        pairsWanted,
        differences,
        dropped,
        other,
        level);
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
        dropped + lost,
        purpose,
        level);
  }

  /** The same with more scores of the challenger known. */
  public Attempt scored(ScoreLevel scores) {
    return new Attempt(
        id,
        challenger,
        champion,
        alpha,
        minGain,
        round,
        pairsWanted,
        differences,
        dropped,
        purpose,
        level.plus(scores));
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
