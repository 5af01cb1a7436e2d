package dev.ascent.core.task;

import dev.ascent.core.rollout.Example;
import java.util.List;

/**
 * When a challenger may become champion.
 *
 * @param alpha upper bound of the probability of any false promotion in a period
 * @param attemptsPerPeriod challengers that may be tested in a period; they share alpha equally
 * @param periodDays after which alpha and attempts renew
 * @param minGain the gain that has to be exceeded, on the score's scale
 * @param holdoutShare share of the examples that promotion alone sees, in [0, 1)
 * @param approval whether a person has to approve each promotion
 * @param canaries what a program has to answer before it is promoted, with or without labels
 */
public record PromotionPolicy(
    double alpha,
    int attemptsPerPeriod,
    int periodDays,
    double minGain,
    double holdoutShare,
    boolean approval,
    List<Example> canaries) {

  /** Definitions of earlier versions know of no canaries. */
  public PromotionPolicy {
    canaries = canaries == null ? List.of() : canaries;
  }

  /** That of a task without canaries. */
  public PromotionPolicy(
      double alpha,
      int attemptsPerPeriod,
      int periodDays,
      double minGain,
      double holdoutShare,
      boolean approval) {
    this(alpha, attemptsPerPeriod, periodDays, minGain, holdoutShare, approval, List.of());
  }

  public PromotionPolicy withCanaries(List<Example> others) {
    return new PromotionPolicy(
        alpha, attemptsPerPeriod, periodDays, minGain, holdoutShare, approval, others);
  }

  /** The error probability that one attempt may spend. */
  public double alphaPerAttempt() {
    return alpha / attemptsPerPeriod;
  }
}
