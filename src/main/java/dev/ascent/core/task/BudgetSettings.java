package dev.ascent.core.task;

/**
 * A task's hard caps.
 *
 * @param total over the task's life
 * @param perDay per UTC day
 */
public record BudgetSettings(Caps total, Caps perDay) {

  /** Of each kind of cap the lower one. */
  public Caps tightest() {
    return total.least(perDay);
  }

  /**
   * Whether more than the number of rollouts is limited, so that it matters what each one costs.
   */
  public boolean limitsTokens() {
    return total.limitsTokens() || perDay.limitsTokens();
  }
}
