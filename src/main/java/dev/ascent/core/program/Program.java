package dev.ascent.core.program;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An immutable language-model program: its predictors in the order in which they run.
 *
 * @param id a hash of the predictors' content; equal content has an equal id, whatever its lineage
 * @param predictors in running order, chained by field names
 * @param parents ids of the programs that it was made from; empty for a start
 */
public record Program(String id, List<Predictor> predictors, List<String> parents) {

  /** A program without parents. */
  public static Program start(List<Predictor> predictors) {
    return of(predictors, List.of());
  }

  /** A program of the given content and lineage, its id computed. */
  public static Program of(List<Predictor> predictors, List<String> parents) {
    return new Program(ProgramHash.of(predictors), List.copyOf(predictors), List.copyOf(parents));
  }

  /** The predictor of that name; it must exist. */
  public Predictor predictor(String name) {
    return predictors.stream()
        .filter(predictor -> predictor.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("program has no predictor '" + name + "'"));
  }

  /** A child of this program in which {@code change} was applied to the named predictor. */
  public Program withPredictor(String name, UnaryOperator<Predictor> change) {
    return withPredictors(
        predictor -> predictor.name().equals(name) ? change.apply(predictor) : predictor);
  }

  /**
   * A child of this program in which {@code change} was applied to every predictor, or this program
   * itself if that changed nothing.
   */
  public Program withPredictors(UnaryOperator<Predictor> change) {
    Program child = of(predictors.stream().map(change).toList(), List.of(id));
    return child.id.equals(id) ? this : child;
  }

  /**
   * A child of this program without the rules and demos that the predicates name, or this program
   * itself if it holds none of them.
   */
  public Program without(Predicate<Rule> rules, Predicate<Demo> demos) {
    return withPredictors(
        predictor ->
            predictor
                .withRules(predictor.rules().stream().filter(rules.negate()).toList())
                .withDemos(predictor.demos().stream().filter(demos.negate()).toList()));
  }

  /** The same content with other parents. */
  public Program descendedFrom(List<String> others) {
    return new Program(id, predictors, List.copyOf(others));
  }

  /** The largest number of demos that any predictor holds. */
  public int demoCount() {
    return predictors.stream().mapToInt(predictor -> predictor.demos().size()).max().orElse(0);
  }

  /** The number of rules over all predictors. */
  public int ruleCount() {
    return predictors.stream().mapToInt(predictor -> predictor.rules().size()).sum();
  }

  /** Ids of the examples that any rule or demo came from. */
  public Set<String> sources() {
    Set<String> sources = new TreeSet<>();
    for (Predictor predictor : predictors) {
      predictor.rules().forEach(rule -> sources.addAll(rule.sources()));
      predictor.demos().forEach(demo -> sources.addAll(demo.sources()));
    }
    return sources;
  }
}
