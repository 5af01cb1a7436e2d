package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the best lessons reach where answers have parts that count equally. A rule teaches one part,
 * a demo all of them. Everything else is as in {@link Odds}.
 */
final class GradedOdds {
  private GradedOdds() {}

  /**
   * What may be taught about one word.
   *
   * @param rules how many
   * @param demos 0 or 1
   * @param sum of the probabilities of its parts being right
   */
  private record Choice(int rules, int demos, double sum) {}

  /** The expected share of right parts on a ticket whose keyword is drawn uniformly. */
  static double mean(List<List<Keyword>> parts, List<Lessons> lessons) {
    double sum = 0;
    for (int part = 0; part < parts.size(); part++) {
      sum += Odds.mean(parts.get(part), lessons.get(part));
    }
    return sum / parts.size();
  }

  /**
   * The highest mean that any rules and demos reach. Given how many lessons there are beyond the
   * free ones, each costs as much as any other, so that the best choices add up word by word.
   *
   * @param parts the keywords of each part, in the same order of words
   */
  static double best(List<List<Keyword>> parts) {
    int words = parts.get(0).size();
    int mostRules = words * parts.size();
    double best = 0;
    // Nothing is right more often than where a rule teaches it.
    for (int paid = 0; best < mostRules * (Odds.RIGHT_RULE - paid * Odds.LENGTH_PENALTY); paid++) {
      best = Math.max(best, bestSum(parts, paid));
    }
    return best / mostRules;
  }

  /** The highest sum of probabilities if so many lessons have to be paid for. */
  private static double bestSum(List<List<Keyword>> parts, int paid) {
    int words = parts.get(0).size();
    int rules = Math.min(words * parts.size(), Odds.FREE_RULES + paid);
    int demos = Math.min(words, Odds.FREE_DEMOS + paid);
    double[][] sums = new double[rules + 1][demos + 1];
    for (double[] row : sums) {
      Arrays.fill(row, Double.NEGATIVE_INFINITY);
    }
    sums[0][0] = 0;
    for (int word = 0; word < words; word++) {
      sums = extended(sums, choices(parts, word, paid * Odds.LENGTH_PENALTY));
    }
    double best = 0;
    for (int rule = 0; rule <= rules; rule++) {
      for (int demo = 0; demo <= demos; demo++) {
        int needed = Math.max(0, rule - Odds.FREE_RULES) + Math.max(0, demo - Odds.FREE_DEMOS);
        best = needed <= paid ? Math.max(best, sums[rule][demo]) : best;
      }
    }
    return best;
  }

  /** The highest sums by numbers of rules and demos, with one more word. */
  private static double[][] extended(double[][] sums, List<Choice> choices) {
    double[][] extended = new double[sums.length][sums[0].length];
    for (int rule = 0; rule < sums.length; rule++) {
      for (int demo = 0; demo < sums[0].length; demo++) {
        double best = Double.NEGATIVE_INFINITY;
        for (Choice choice : choices) {
          if (choice.rules() <= rule && choice.demos() <= demo) {
            best =
                Math.max(best, sums[rule - choice.rules()][demo - choice.demos()] + choice.sum());
          }
        }
        extended[rule][demo] = best;
      }
    }
    return extended;
  }

  private static List<Choice> choices(List<List<Keyword>> parts, int word, double penalty) {
    List<Choice> choices = new ArrayList<>();
    for (int ruled = 0; ruled < 1 << parts.size(); ruled++) {
      for (int demos = 0; demos <= 1; demos++) {
        double sum = 0;
        for (int part = 0; part < parts.size(); part++) {
          double untaught = demos > 0 ? Odds.RIGHT_DEMO : parts.get(part).get(word).unaided();
          boolean hasRule = (ruled >> part & 1) > 0;
          sum += Math.max(0, (hasRule ? Odds.RIGHT_RULE : untaught) - penalty);
        }
        choices.add(new Choice(Integer.bitCount(ruled), demos, sum));
      }
    }
    return choices;
  }
}
