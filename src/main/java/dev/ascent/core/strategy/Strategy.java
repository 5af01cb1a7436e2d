package dev.ascent.core.strategy;

import java.util.Map;

/**
 * A way to turn attempts at one example into a changed program. It calls no model itself: it says
 * what to ask and makes the change from the answer.
 */
public interface Strategy {

  /** The name that journals and reports use. */
  String name();

  /** Decides whether something can be learned, and what has to be asked for it. */
  Preparation prepare(StrategyContext context);

  /**
   * Makes the change.
   *
   * @param answer the outputs that {@link Preparation.Ask} asked for: texts, or maps and lists for
   *     JSON fields
   */
  Proposal complete(StrategyContext context, Map<String, Object> answer);
}
