package dev.ascent.core.task;

/** The ways in which a task can have the programs of its pool chosen. */
public enum SelectionType {
  /** By the exponential of their mean scores, among the best few alone: DSPy's way. */
  SOFTMAX("softmax"),
  /** By the probability of being the best. */
  THOMPSON("thompson"),
  /** The one that may turn out the best, with luck. */
  UCB("ucb"),
  /** As {@link #THOMPSON}, every other draw going to another program than that would take. */
  TOP_TWO("top-two"),
  /** By the number of examples on which none is better. */
  PARETO("pareto");

  private final String label;

  SelectionType(String label) {
    this.label = label;
  }

  /** The name that task files use. */
  public String label() {
    return label;
  }
}
