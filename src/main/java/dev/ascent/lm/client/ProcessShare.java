package dev.ascent.lm.client;

import java.io.Serializable;

/**
 * What this process may take of the providers' limits.
 *
 * @param processes that share what profiles allow; each takes an even part of it
 * @param mostPerHost calls to one host that may be open at once, over all profiles and tasks;
 *     {@link Integer#MAX_VALUE} for no limit
 */
public record ProcessShare(int processes, int mostPerHost) implements Serializable {
  /** The process has it all. */
  public static final ProcessShare WHOLE = new ProcessShare(1, Integer.MAX_VALUE);

  /**
   * @throws IllegalArgumentException if one of them is below 1
   */
  public ProcessShare {
    if (processes < 1 || mostPerHost < 1) {
      throw new IllegalArgumentException(
          "there must be at least 1 process and 1 call to a host, got "
              + processes
              + " and "
              + mostPerHost);
    }
  }
}
