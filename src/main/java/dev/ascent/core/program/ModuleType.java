package dev.ascent.core.program;

/** How a module turns its inputs into its outputs. */
public enum ModuleType {
  /** One call that answers all outputs. */
  PREDICT("Predict"),
  /** One call that answers a {@code reasoning} field before the outputs. */
  CHAIN_OF_THOUGHT("ChainOfThought");

  private final String label;

  ModuleType(String label) {
    this.label = label;
  }

  /** The name that task files and DSPy users know it by. */
  public String label() {
    return label;
  }
}
