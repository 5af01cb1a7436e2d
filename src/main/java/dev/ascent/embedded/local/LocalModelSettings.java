package dev.ascent.embedded.local;

/**
 * How the local model uses the machine.
 *
 * <p>A slot is a llama.cpp context with one thread of its own. Measured on two cores, this answers
 * more requests than one context that batches the slots (whose attention runs over the cached
 * prompts of all of them) or that shares its work among threads (which spin while another process
 * holds their core).
 *
 * @param slots how many requests are answered at once, on one processor each
 * @param contextTokens the longest prompt and answer of one request together, in tokens
 */
public record LocalModelSettings(int slots, int contextTokens) {

  private static final int MOST_SLOTS = 8;
  private static final int CONTEXT_TOKENS = 4096;

  public LocalModelSettings {
    requirePositive("slots", slots);
    requirePositive("contextTokens", contextTokens);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /** Settings that use all processors of this machine, up to eight. */
  public static LocalModelSettings forThisMachine() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new LocalModelSettings(Math.min(MOST_SLOTS, processors), CONTEXT_TOKENS);
  }
}
