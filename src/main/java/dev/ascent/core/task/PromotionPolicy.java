package dev.ascent.core.task;

/**
 * When a challenger may become champion.
 *
 * @param alpha upper bound of the probability of any false promotion in a period
 * @param attemptsPerPeriod challengers that may be tested in a period; they share alpha equally
 * @param periodDays after which alpha and attempts renew
 * @param minGain the gain that has to be exceeded, on the score's scale
 * @param holdoutShare share of the examples that promotion alone sees, in [0, 1)
 * @param approval whether a person has to approve each promotion
 * @param liveShare share of a stream's training examples that its champion answers when they come,
 *     in [0, 1]
 */
public record PromotionPolicy(
    double alpha,
    int attemptsPerPeriod,
    int periodDays,
    double minGain,
    double holdoutShare,
    boolean approval,
    Double liveShare) {
  public static final double DEFAULT_LIVE_SHARE = 0.1;

  /** Journals from before champions were watched hold no share. */
  public PromotionPolicy {
    liveShare = liveShare == null ? Double.valueOf(DEFAULT_LIVE_SHARE) : liveShare;
  }

  /** The error probability that one attempt may spend. */
  public double alphaPerAttempt() {
    return alpha / attemptsPerPeriod;
  }
}
