package dev.ascent.core.program;

import java.util.ArrayList;
import java.util.List;

/**
 * One named module of a program with what it has learned.
 *
 * @param name unique within the program
 * @param type how it answers
 * @param signature its task and fields as people wrote them
 * @param rules what its instructions end with, oldest first
 * @param demos what its prompt shows, oldest first
 */
public record Predictor(
    String name, ModuleType type, Signature signature, List<Rule> rules, List<Demo> demos) {

  /** The output that {@link ModuleType#CHAIN_OF_THOUGHT} asks for before the others. */
  public static final Field REASONING =
      Field.text("reasoning", "the steps that lead to the answer");

  /** A predictor that has learned nothing yet. */
  public static Predictor untrained(String name, ModuleType type, Signature signature) {
    return new Predictor(name, type, signature, List.of(), List.of());
  }

  /** The signature that the model is prompted with: the module's own plus what its type adds. */
  public Signature promptSignature() {
    return type == ModuleType.CHAIN_OF_THOUGHT ? signature.withFirstOutput(REASONING) : signature;
  }

  /** The signature's instructions followed by the rules, a blank line between. */
  public String instructions() {
    StringBuilder text = new StringBuilder(signature.instructions());
    for (Rule rule : rules) {
      text.append("\n\n").append(rule.text());
    }
    return text.toString();
  }

  public Predictor withRule(Rule rule) {
    return withRules(append(rules, rule));
  }

  public Predictor withRules(List<Rule> others) {
    return new Predictor(name, type, signature, List.copyOf(others), demos);
  }

  public Predictor withDemo(Demo demo) {
    return withDemos(append(demos, demo));
  }

  public Predictor withDemos(List<Demo> others) {
    return new Predictor(name, type, signature, rules, List.copyOf(others));
  }

  private static <T> List<T> append(List<T> items, T item) {
    List<T> extended = new ArrayList<>(items);
    extended.add(item);
    return extended;
  }
}
