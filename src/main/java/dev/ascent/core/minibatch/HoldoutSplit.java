package dev.ascent.core.minibatch;

import dev.ascent.core.random.Seeds;
import java.util.Map;

/**
 * Sets a share of the examples apart for promotion alone, by a hash of their inputs. Case and white
 * space do not count, so that near-copies of an example fall on its side.
 */
public final class HoldoutSplit {
  private final double share;
  private final String task;

  /**
   * @param share of the examples, in [0, 1)
   */
  public HoldoutSplit(String task, double share) {
    this.share = share;
    this.task = task;
  }

  /** Whether an example with these inputs is for promotion alone. */
  public boolean isHoldout(Map<String, String> inputs) {
    String text = NormalizedInputs.text(inputs);
    return Seeds.generator(0, "holdout", task, text).nextDouble() < share;
  }
}
