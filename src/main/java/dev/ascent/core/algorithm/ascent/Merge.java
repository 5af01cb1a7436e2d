package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.program.CanonicalValue;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Joins what several candidates have learned into one program.
 *
 * <p>Above the limit of rules the oldest go. Above the limit of demos one goes at random among
 * those whose answer is shown most often, so that rare answers keep theirs.
 */
final class Merge {
  private final int maxRules;
  private final int maxDemos;
  private final RandomGenerator random;

  Merge(int maxRules, int maxDemos, RandomGenerator random) {
    this.maxRules = maxRules;
    this.maxDemos = maxDemos;
    this.random = random;
  }

  /**
   * {@code base} with every rule and demo of the candidates that it does not have yet. A rule that
   * several examples led to is one rule.
   */
  Program into(Program base, List<Program> candidates) {
    Program merged =
        base.withPredictors(
            predictor ->
                predictor
                    .withRules(rules(predictor, candidates))
                    .withDemos(demos(predictor, candidates)));
    return merged.id().equals(base.id()) ? base : merged;
  }

  private List<Rule> rules(Predictor base, List<Program> candidates) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    Consumer<Rule> add = rule -> rules.putIfAbsent(CanonicalValue.folded(rule.text()), rule);
    base.rules().forEach(add);
    candidates.forEach(candidate -> candidate.predictor(base.name()).rules().forEach(add));
    List<Rule> kept = new ArrayList<>(rules.values());
    return kept.subList(Math.max(0, kept.size() - maxRules), kept.size());
  }

  private List<Demo> demos(Predictor base, List<Program> candidates) {
    Set<Demo> demos = new LinkedHashSet<>(base.demos());
    candidates.forEach(candidate -> demos.addAll(candidate.predictor(base.name()).demos()));
    List<Demo> kept = new ArrayList<>(demos);
    while (kept.size() > maxDemos) {
      kept.remove(surplus(kept));
    }
    return kept;
  }

  private Demo surplus(List<Demo> demos) {
    Map<Map<String, String>, List<Demo>> byAnswer = new HashMap<>();
    demos.forEach(d -> byAnswer.computeIfAbsent(d.outputs(), o -> new ArrayList<>()).add(d));
    int most = byAnswer.values().stream().mapToInt(List::size).max().orElseThrow();
    List<Demo> crowded =
        demos.stream().filter(demo -> byAnswer.get(demo.outputs()).size() == most).toList();
    return crowded.get(random.nextInt(crowded.size()));
  }
}
