package dev.ascent.embedded.simulated;

import java.util.List;

/** How probable a right answer is, and what the best lessons reach. */
final class Odds {
  static final double RIGHT_RULE = 0.95;
  static final double WRONG_RULE = 0.05;
  static final double RIGHT_DEMO = 0.9;
  static final double WRONG_DEMO = 0.1;

  /** What every rule beyond {@link #FREE_RULES} and every demo beyond {@link #FREE_DEMOS} costs. */
  static final double LENGTH_PENALTY = 0.005;

  static final int FREE_RULES = 10;
  static final int FREE_DEMOS = 8;

  private Odds() {}

  /** The probability of a right answer to a ticket with that keyword. */
  static double right(Keyword keyword, Lessons lessons) {
    return Math.max(
        0, taught(keyword, lessons) - penalty(lessons.ruleCount(), lessons.demoCount()));
  }

  /** The probability of a right answer to a ticket whose keyword is drawn uniformly. */
  static double mean(List<Keyword> keywords, Lessons lessons) {
    return keywords.stream().mapToDouble(keyword -> right(keyword, lessons)).average().orElse(0);
  }

  /**
   * The highest mean that any rules and demos reach.
   *
   * <p>No keyword needs more than one lesson, and none is right more often unaided than with a
   * right demo. So for given numbers of rules and demos the best choice covers the keywords with
   * the lowest chances, and which of these get the rules makes no difference. It remains to try all
   * numbers.
   */
  static double best(List<Keyword> keywords) {
    double[] unaided = keywords.stream().mapToDouble(Keyword::unaided).sorted().toArray();
    double best = 0;
    for (int rules = 0; rules <= unaided.length; rules++) {
      for (int demos = 0; rules + demos <= unaided.length; demos++) {
        best = Math.max(best, mean(unaided, rules, demos));
      }
    }
    return best;
  }

  private static double mean(double[] ascending, int rules, int demos) {
    double penalty = penalty(rules, demos);
    double sum =
        rules * Math.max(0, RIGHT_RULE - penalty) + demos * Math.max(0, RIGHT_DEMO - penalty);
    for (int i = rules + demos; i < ascending.length; i++) {
      sum += Math.max(0, ascending[i] - penalty);
    }
    return sum / ascending.length;
  }

  private static double taught(Keyword keyword, Lessons lessons) {
    String ruleTeam = lessons.ruleTeams().get(keyword.word());
    if (ruleTeam != null) {
      return ruleTeam.equals(keyword.team()) ? RIGHT_RULE : WRONG_RULE;
    }
    String demoTeam = lessons.demoTeams().get(keyword.word());
    if (demoTeam != null) {
      return demoTeam.equals(keyword.team()) ? RIGHT_DEMO : WRONG_DEMO;
    }
    return keyword.unaided();
  }

  private static double penalty(int rules, int demos) {
    return LENGTH_PENALTY * (Math.max(0, rules - FREE_RULES) + Math.max(0, demos - FREE_DEMOS));
  }
}
