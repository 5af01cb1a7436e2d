package dev.ascent.core.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The harmonic mean of token precision and recall, tokens counted as often as they occur, as in
 * SQuAD's evaluation (Rajpurkar et al. 2016).
 *
 * <p>Tokens are runs of letters, marks and digits in lower case; English articles are left out
 * unless nothing else is there. Deviations from SQuAD: punctuation separates words instead of
 * vanishing ("well-known" is two tokens), and letters of all scripts count.
 */
public final class F1Metric extends ExpectedFieldMetric {
  private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Set<String> ARTICLES = Set.of("a", "an", "the");
  private static final int NAMED_TOKENS = 10;

  public F1Metric(String field) {
    super(field);
  }

  @Override
  Score compare(String expected, String answer) {
    List<String> wanted = tokens(expected);
    List<String> given = tokens(answer);
    List<String> missing = without(wanted, given);
    int common = wanted.size() - missing.size();
    double value = f1(common, wanted.size(), given.size());
    return value == 1
        ? Verdict.right(answer)
        : new Score(
            value,
            Verdict.wrong(expected, answer).feedback()
                + named("; missing: ", missing)
                + named("; not expected: ", without(given, wanted)));
  }

  /** 2PR / (P + R) with P = common / given and R = common / wanted; 1 if both are empty. */
  private static double f1(int common, int wanted, int given) {
    return wanted + given == 0 ? 1 : 2.0 * common / (wanted + given);
  }

  private static List<String> tokens(String text) {
    List<String> all =
        SEPARATOR
            .splitAsStream(text.toLowerCase(Locale.ROOT))
            .filter(token -> !token.isEmpty())
            .toList();
    List<String> content = all.stream().filter(token -> !ARTICLES.contains(token)).toList();
    return content.isEmpty() ? all : content;
  }

  /** The tokens that remain of {@code tokens} when each of {@code others} takes one away. */
  private static List<String> without(List<String> tokens, List<String> others) {
    Map<String, Integer> available = new HashMap<>();
    others.forEach(token -> available.merge(token, 1, Integer::sum));
    List<String> rest = new ArrayList<>();
    for (String token : tokens) {
      if (available.merge(token, -1, Integer::sum) < 0) {
        rest.add(token);
      }
    }
    return rest;
  }

  private static String named(String label, List<String> tokens) {
    if (tokens.isEmpty()) {
      return "";
    }
    String names = String.join(", ", tokens.subList(0, Math.min(NAMED_TOKENS, tokens.size())));
    return label + names + (tokens.size() > NAMED_TOKENS ? ", ..." : "");
  }
}
