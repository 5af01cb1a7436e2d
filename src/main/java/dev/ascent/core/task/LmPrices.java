package dev.ascent.core.task;

/**
 * What tokens cost.
 *
 * @param promptUsdPerMillion US dollars per million prompt tokens, or null when unknown
 * @param completionUsdPerMillion US dollars per million completion tokens, or null when unknown
 * @param cachedUsdPerMillion US dollars per million prompt tokens that the server had in its cache,
 *     or null where they cost what others do
 */
public record LmPrices(
    Double promptUsdPerMillion, Double completionUsdPerMillion, Double cachedUsdPerMillion) {
  public static final LmPrices UNKNOWN = new LmPrices(null, null, null);

  public boolean areKnown() {
    return promptUsdPerMillion != null || completionUsdPerMillion != null;
  }

  /**
   * US dollars for the given tokens; 0 for those without a price.
   *
   * @param cachedTokens those of the prompt tokens that the server had in its cache
   */
  public double usd(long promptTokens, long cachedTokens, long completionTokens) {
    Double cached = cachedUsdPerMillion == null ? promptUsdPerMillion : cachedUsdPerMillion;
    return price(promptUsdPerMillion, promptTokens - cachedTokens)
        + price(cached, cachedTokens)
        + price(completionUsdPerMillion, completionTokens);
  }

  private static double price(Double perMillion, long tokens) {
    return perMillion == null ? 0 : perMillion * tokens / 1e6;
  }
}
