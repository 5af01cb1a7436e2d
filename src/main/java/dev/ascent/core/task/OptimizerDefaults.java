package dev.ascent.core.task;

import java.util.List;

/**
 * What an algorithm runs with where a task says nothing else.
 *
 * <p>{@code simba} has the values of DSPy's SIMBA, which knows neither a cap of rules nor a
 * holdout. {@code ascent} takes smaller steps until the budget ends, caps rules, and keeps examples
 * back for promotion.
 *
 * @param settings of the search
 * @param holdoutShare share of the examples that promotion alone sees
 */
public record OptimizerDefaults(OptimizerSettings settings, double holdoutShare) {
  public static final String ASCENT = "ascent";
  public static final String SIMBA = "simba";

  /** All algorithms, the default first. */
  public static final List<String> ALGORITHMS = List.of(ASCENT, SIMBA);

  private static final int MINIBATCH_SECONDS = 30;
  private static final double TEMPERATURE = 0.2;

  /** The defaults of one of {@link #ALGORITHMS}. */
  public static OptimizerDefaults of(String algorithm) {
    return switch (algorithm) {
      case ASCENT -> new OptimizerDefaults(settings(ASCENT, 16, 16, 0, 8, 24), 0.2);
      case SIMBA -> new OptimizerDefaults(settings(SIMBA, 32, 6, 8, 4, Integer.MAX_VALUE), 0);
      default -> throw new IllegalArgumentException("no algorithm '" + algorithm + "'");
    };
  }

  private static OptimizerSettings settings(
      String algorithm, int minibatchSize, int candidates, int steps, int maxDemos, int maxRules) {
    return new OptimizerSettings(
        algorithm,
        minibatchSize,
        MINIBATCH_SECONDS,
        candidates,
        steps,
        maxDemos,
        maxRules,
        TEMPERATURE,
        TEMPERATURE,
        1,
        SelectionType.SOFTMAX);
  }
}
