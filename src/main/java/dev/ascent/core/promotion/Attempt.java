package dev.ascent.core.promotion;

import dev.ascent.core.budget.Lease;
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
 * @param dropped pairs that lack a score of either side, those of {@code faults} included
 * @param faults pairs that lack a score of one side alone
 * @param canaryRounds rounds on the task's canaries asked for, after the challenger was proven
 * @param purpose what it is for
 * @param level of the challenger's scores in the pairs with both
 * @param costs of the rollouts of these pairs
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
    LoneFaults faults,
    Integer canaryRounds,
    Purpose purpose,
    ScoreLevel level,
    TestCosts costs) {

  /** What an attempt is for. */
  public enum Purpose {
    /** A program that the search has found may be better than the champion. */
    CHALLENGE,
    /** The champion may have turned worse than an earlier program. */
    RETEST
  }

  private static final String PREFIX = "attempt-";

  /** A stream's attempt that is undecided after so many pairs makes way for the next one. */
  public static final int MOST_PAIRS = 600;

  /** Evidence against a gain at which a stream's attempt is given up. */
  public static final double FUTILE_E_VALUE = 10;

  /** Attempts of earlier versions know none of these. */
  public Attempt {
    faults = faults == null ? LoneFaults.NONE : faults;
    canaryRounds = canaryRounds == null ? 0 : canaryRounds;
    purpose = purpose == null ? Purpose.CHALLENGE : purpose;
    level = level == null ? ScoreLevel.NONE : level;
    costs = costs == null ? TestCosts.NONE : costs;
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
        LoneFaults.NONE,
        0,
        Purpose.CHALLENGE,
        ScoreLevel.NONE,
        TestCosts.NONE);
  }

  /** The same for another purpose. */
  public Attempt as(Purpose other) {
    return with(
        round, pairsWanted, differences, dropped, faults, canaryRounds, other, level, costs);
  }

  private Attempt with(
      int ofRound,
      int wanted,
      List<Double> found,
      int lost,
      LoneFaults alone,
      int onCanaries,
      Purpose other,
      ScoreLevel scores,
      TestCosts spent) {
    return new Attempt(
        id,
        challenger,
        champion,
        alpha,
        minGain,
        ofRound,
        wanted,
        found,
        lost,
        alone,
        onCanaries,
        other,
        scores,
        spent);
  }

  /**
   * Id of an attempt.
   *
   * @param version of the pool that it begins with
   */
  public static String id(long version) {
    return PREFIX + version;
  }

  /** Whether a lease is one for a round. */
  public static boolean isRound(Lease lease) {
    return lease.id().startsWith(PREFIX);
  }

  /** Id of the current round, under which its lease and its rollouts go. */
  public String roundId() {
    return roundId(id, round);
  }

  /** Id of one round of an attempt. */
  public static String roundId(String attempt, int round) {
    return attempt + "-" + round;
  }

  /** The same after a round in which neither side faulted alone. */
  public Attempt next(List<Double> found, int lost, int pairs) {
    return next(found, lost, LoneFaults.NONE, pairs);
  }

  /** The attempt with a round's outcome added, the next round asked for. */
  public Attempt next(List<Double> found, int lost, LoneFaults alone, int pairs) {
    List<Double> all = new ArrayList<>(differences);
    all.addAll(found);
    return with(
        round + 1,
        pairs,
        List.copyOf(all),
        dropped + lost,
        faults.plus(alone),
        canaryRounds,
        purpose,
        level,
        costs);
  }

  /** The same with more known of the challenger's scores, and of what the rollouts took. */
  public Attempt measured(ScoreLevel scores, TestCosts spent) {
    return with(
        round,
        pairsWanted,
        differences,
        dropped,
        faults,
        canaryRounds,
        purpose,
        level.plus(scores),
        costs.plus(spent));
  }

  /** The attempt with a round on so many canaries asked for. */
  public Attempt onCanaries(int canaries) {
    return with(
        round + 1, canaries, differences, dropped, faults, canaryRounds + 1, purpose, level, costs);
  }

  /** Whether its current round is one on canaries. */
  public boolean isOnCanaries() {
    return canaryRounds > 0;
  }

  /** What the pairs with both scores say so far. */
  public BettingEProcess evidenceSoFar() {
    return new BettingEProcess(differences);
  }

  /**
   * What they say together with those that one side alone has answered, where no answer counts as a
   * failed one.
   */
  BettingEProcess evidenceWithFaults() {
    List<Double> all = new ArrayList<>(differences);
    all.addAll(faults.asFailures());
    return new BettingEProcess(all);
  }

  /**
   * Evidence that the challenger is better, whether or not lone faults count as failed answers: the
   * smaller of both, so that it promises what each of them does.
   */
  public double eValue() {
    return Math.min(
        evidenceSoFar().eValueAbove(minGain), evidenceWithFaults().eValueAbove(minGain));
  }

  /** Whether the evidence suffices to promote. */
  public boolean isProven() {
    return eValue() >= 1 / alpha;
  }

  /** Whether the challenger was shown to fault more often than the champion. */
  public boolean faultsMoreOften() {
    return faults.leanAgainstChallenger();
  }
}
