package dev.ascent.core.rollout;

import java.util.ArrayList;
import java.util.List;

/**
 * What calls to a model took.
 *
 * <p>An attempt that ends without an answer may still be billed, and nobody says for how much; some
 * servers do not count the tokens of their answers either. What such attempts may cost at most is
 * kept apart, as unconfirmed.
 *
 * @param requests answers that the model's server was asked for, or may have been, retries
 *     included; usually one in each request
 * @param promptTokens as the server counted them
 * @param completionTokens as the server counted them
 * @param usd at the profile's prices; 0 when it names none
 * @param cachedTokens those of the prompt tokens that the server had in its cache
 * @param unconfirmedTokens the most that attempts took whose tokens nobody counted
 * @param unconfirmedUsd the same in US dollars
 */
public record Usage(
    int requests,
    long promptTokens,
    long completionTokens,
    double usd,
    long cachedTokens,
    long unconfirmedTokens,
    double unconfirmedUsd) {
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  /** What is known in full. */
  public Usage(int requests, long promptTokens, long completionTokens, double usd) {
    this(requests, promptTokens, completionTokens, usd, 0, 0, 0);
  }

  /** What attempts took at most whose tokens nobody counted. */
  public static Usage unconfirmed(int requests, long tokens, double usd) {
    return new Usage(requests, 0, 0, 0, 0, tokens, usd);
  }

  /**
   * Parts that add up to this, as even as they can be.
   *
   * @param parts at least 1
   */
  public List<Usage> split(int parts) {
    List<Usage> shares = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      shares.add(
          new Usage(
              (int) share(requests, i, parts),
              share(promptTokens, i, parts),
              share(completionTokens, i, parts),
              usd / parts,
              share(cachedTokens, i, parts),
              share(unconfirmedTokens, i, parts),
              unconfirmedUsd / parts));
    }
    return shares;
  }

  private static long share(long amount, int part, int parts) {
    return amount / parts + (part < amount % parts ? 1 : 0);
  }

  public Usage plus(Usage other) {
    return new Usage(
        requests + other.requests,
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        usd + other.usd,
        cachedTokens + other.cachedTokens,
        unconfirmedTokens + other.unconfirmedTokens,
        unconfirmedUsd + other.unconfirmedUsd);
  }
}
