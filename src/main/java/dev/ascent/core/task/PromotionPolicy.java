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
 * @param liveShare share of a stream's training examples that its champion answers when they come,
 *     in [0, 1]
 * @param trustLogs whether everybody who writes the stream's records is trusted, so that their
 *     texts may stand in programs whatever they say
 */
public record PromotionPolicy(
    double alpha,
    int attemptsPerPeriod,
    int periodDays,
    double minGain,
    double holdoutShare,
    boolean approval,
    List<Example> canaries,
    Double liveShare,
    boolean trustLogs) {
  public static final double DEFAULT_LIVE_SHARE = 0.1;

  /** Definitions of earlier versions know of neither. */
  public PromotionPolicy {
    canaries = canaries == null ? List.of() : canaries;
    liveShare = liveShare == null ? Double.valueOf(DEFAULT_LIVE_SHARE) : liveShare;
  }

  /** That of a task without canaries, whose champion is watched as usual. */
  public PromotionPolicy(
      double alpha,
      int attemptsPerPeriod,
      int periodDays,
      double minGain,
      double holdoutShare,
      boolean approval) {
    this(
        alpha,
        attemptsPerPeriod,
        periodDays,
        minGain,
        holdoutShare,
        approval,
        List.of(),
        DEFAULT_LIVE_SHARE,
        false);
  }

  public PromotionPolicy withCanaries(List<Example> others) {
    return with(others, liveShare, trustLogs);
  }

  public PromotionPolicy withLiveShare(double other) {
    return with(canaries, other, trustLogs);
  }

  public PromotionPolicy withTrustLogs(boolean other) {
    return with(canaries, liveShare, other);
  }

  private PromotionPolicy with(List<Example> examples, double share, boolean trust) {
    return new PromotionPolicy(
        alpha,
        attemptsPerPeriod,
        periodDays,
        minGain,
        holdoutShare,
        approval,
        examples,
        share,
        trust);
  }

  /** The error probability that one attempt may spend. */
  public double alphaPerAttempt() {
    return alpha / attemptsPerPeriod;
  }
}
