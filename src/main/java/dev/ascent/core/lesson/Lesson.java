package dev.ascent.core.lesson;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a program was once taught and others can be taught too: rules or demos, one for each
 * predictor concerned.
 *
 * @param number counts a task's lessons in the order in which they were learned, from 1
 * @param rules by predictor name; empty for a lesson of demos
 * @param demos by predictor name; empty for a lesson of rules
 * @param scores of programs that went by it; those on its own sources are left out, unless it is a
 *     rule of which nobody knows what else it is about
 */
public record Lesson(int number, Map<String, Rule> rules, Map<String, Demo> demos, Scores scores) {

  /** Rules before demos, as they are the more explicit, and then the newer one. */
  static final Comparator<Lesson> BY_PRECEDENCE =
      Comparator.comparing(Lesson::isRule).thenComparing(Lesson::number);

  /** What {@code candidate} was taught beyond {@code source}; nothing is known of it yet. */
  public static Lesson between(int number, Program source, Program candidate) {
    Map<String, Rule> rules = new TreeMap<>();
    Map<String, Demo> demos = new TreeMap<>();
    for (Predictor predictor : candidate.predictors()) {
      Predictor before = source.predictor(predictor.name());
      predictor.rules().stream()
          .filter(rule -> !before.rules().contains(rule))
          .forEach(rule -> rules.put(predictor.name(), rule));
      predictor.demos().stream()
          .filter(demo -> !before.demos().contains(demo))
          .forEach(demo -> demos.put(predictor.name(), demo));
    }
    return new Lesson(number, rules, demos, Scores.NONE);
  }

  public boolean isRule() {
    return !rules.isEmpty();
  }

  /** Whether it teaches nothing, as that of a candidate that repeats what its source holds. */
  public boolean isEmpty() {
    return rules.isEmpty() && demos.isEmpty();
  }

  /** Whether it says and shows just what the other one does, drawn from the same examples. */
  public boolean teachesTheSame(Lesson other) {
    return rules.equals(other.rules) && demos.equals(other.demos);
  }

  /** Whether the program was taught all of it. */
  public boolean isIn(Program program) {
    return rules.entrySet().stream()
            .allMatch(e -> program.predictor(e.getKey()).rules().contains(e.getValue()))
        && demos.entrySet().stream()
            .allMatch(e -> program.predictor(e.getKey()).demos().contains(e.getValue()));
  }

  /** Ids of the examples that it was drawn from. */
  public Set<String> sources() {
    Set<String> sources = new TreeSet<>();
    Stream.concat(
            rules.values().stream().map(Rule::sources), demos.values().stream().map(Demo::sources))
        .forEach(sources::addAll);
    return sources;
  }

  /**
   * Whether its demos show the answer.
   *
   * @param answer values by the names of output fields
   */
  boolean shows(Map<String, String> answer) {
    Map<String, String> shown = new TreeMap<>();
    demos.values().forEach(demo -> shown.putAll(demo.outputs()));
    return answer.entrySet().stream()
        .allMatch(field -> isSame(field.getValue(), shown.get(field.getKey())));
  }

  /** Whether two answers differ in nothing but case and the blanks around them. */
  public static boolean isSame(String one, String other) {
    return one != null && other != null && one.strip().equalsIgnoreCase(other.strip());
  }

  /** The words of the inputs that it shows. */
  public Set<String> shownWords() {
    return Words.of(
        demos.values().stream().flatMap(demo -> demo.inputs().values().stream()).toList());
  }

  /** The words that it says. */
  public Set<String> spokenWords() {
    return Words.of(rules.values().stream().map(Rule::text).toList());
  }

  Lesson scored(double score) {
    return new Lesson(number, rules, demos, scores.plus(score));
  }

  /** The same lesson of which nothing is known. */
  public Lesson untried() {
    return new Lesson(number, rules, demos, Scores.NONE);
  }
}
