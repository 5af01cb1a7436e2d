package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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

  /** The highest mean that any rules and demos reach. */
  static double best(List<Keyword> keywords) {
    return best(keywords, keyword -> true);
  }

  /**
   * The highest mean that rules and demos on some of the keywords reach. Keywords of the same word
   * share their lessons.
   *
   * <p>No keyword is right more often unaided than with a right demo, nor with a demo than with a
   * rule. So the free rules and demos are best used up, and beyond these a demo is never worth its
   * cost more than a rule. For every number of rules it remains to choose the words, and the words
   * with most keywords among the chosen get the rules.
   *
   * @param teachable whether lessons may be on the keyword; alike for keywords of the same word
   */
  static double best(List<Keyword> keywords, Predicate<Keyword> teachable) {
    Map<String, List<Double>> byWord = new HashMap<>();
    keywords.stream()
        .filter(teachable)
        .forEach(
            keyword ->
                byWord
                    .computeIfAbsent(keyword.word(), word -> new ArrayList<>())
                    .add(keyword.unaided()));
    List<List<Double>> words = worthwhile(byWord.values());
    double best = 0;
    for (int rules = Math.min(FREE_RULES, words.size()); rules <= words.size(); rules++) {
      int demos = Math.min(FREE_DEMOS, words.size() - rules);
      double penalty = penalty(rules, demos);
      double unaided =
          keywords.stream().mapToDouble(keyword -> Math.max(0, keyword.unaided() - penalty)).sum();
      best = Math.max(best, unaided + bestGain(words, rules, demos, penalty));
    }
    return best / keywords.size();
  }

  /**
   * The words that lessons can pay for, by descending number of keywords. A lesson that is not free
   * costs {@link #LENGTH_PENALTY} on all keywords, so that no more words than its inverse can.
   */
  private static List<List<Double>> worthwhile(Collection<List<Double>> words) {
    return words.stream()
        .sorted(Comparator.comparingDouble(unaided -> -gain(unaided, RIGHT_RULE, 0)))
        .limit(FREE_RULES + FREE_DEMOS + Math.round(1 / LENGTH_PENALTY))
        .sorted(Comparator.comparingInt(unaided -> -unaided.size()))
        .toList();
  }

  /** The most that so many rules and demos add to the sum of all chances. */
  private static double bestGain(List<List<Double>> words, int rules, int demos, double penalty) {
    double[] byChosen = new double[rules + demos + 1];
    Arrays.fill(byChosen, Double.NEGATIVE_INFINITY);
    byChosen[0] = 0;
    for (List<Double> unaided : words) {
      double byRule = gain(unaided, RIGHT_RULE, penalty);
      double byDemo = gain(unaided, RIGHT_DEMO, penalty);
      for (int chosen = rules + demos; chosen > 0; chosen--) {
        double more = byChosen[chosen - 1] + (chosen <= rules ? byRule : byDemo);
        byChosen[chosen] = Math.max(byChosen[chosen], more);
      }
    }
    return byChosen[rules + demos];
  }

  private static double gain(List<Double> unaided, double taught, double penalty) {
    double before = unaided.stream().mapToDouble(own -> Math.max(0, own - penalty)).sum();
    return unaided.size() * Math.max(0, taught - penalty) - before;
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
