package dev.ascent.core.selection;

import dev.ascent.core.task.SelectionType;

/** The selectors that a task can name. */
public final class Selectors {
  private Selectors() {}

  /**
   * The selector of that type.
   *
   * @param temperature of the softmax; the others have none
   */
  public static Selector of(SelectionType type, double temperature) {
    return switch (type) {
      case SOFTMAX -> new Softmax(temperature);
      case THOMPSON -> new ThompsonSampling();
      case UCB -> new UpperConfidenceBound();
      case TOP_TWO -> new TopTwoSampling();
      case PARETO -> new ParetoFrontier();
    };
  }
}
