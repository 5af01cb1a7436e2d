package dev.ascent.simulation;

import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.text.Digest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a task was forgotten, and that nothing of it is left: an account of the simulation's. */
final class Deletions {
  private final Set<String> records = new HashSet<>();
  private final Set<String> authors = new HashSet<>();

  /** All programs that the task's pool ever held, by their ids. */
  private final Map<String, Program> programs = new HashMap<>();

  /** An entry applied that made this pool. */
  void applied(Pool pool, JournalEntry entry) {
    for (Change change : entry.changes()) {
      if (change instanceof Change.Forgotten forgotten) {
        records.addAll(forgotten.records());
        authors.addAll(forgotten.authors());
      } else if (change instanceof Change.Readmitted readmitted) {
        readmitted.authors().forEach(authors::remove);
      }
    }
    pool.programs().forEach(pooled -> programs.put(pooled.id(), pooled.program()));
    pool.programs()
        .forEach(
            pooled -> require(!isDirty(pooled.program()), "the pool holds what was forgotten"));
  }

  /**
   * A program came to stand in its topic. One that was written before the deletion may land after
   * it, under an epoch that services ignore by then.
   */
  void published(Pool pool, World.Published published) {
    require(
        published.epoch() < pool.champion().epoch() || !isDirty(programs.get(published.program())),
        "what was forgotten is published under epoch " + published.epoch());
  }

  /** What stages hold when everything has come to rest. */
  void left(List<Example> examples) {
    for (Example example : examples) {
      require(
          !isForgotten(List.of(example.id()), example.contributors()),
          "a stage holds " + example.id() + ", which was forgotten");
    }
  }

  /** Whether no earlier champion is another one now; a deletion says what is left of it. */
  static boolean goesOn(List<Champion> before, List<Champion> after) {
    return after.size() >= before.size()
        && programs(after.subList(0, before.size())).equals(programs(before));
  }

  private static List<String> programs(List<Champion> champions) {
    return champions.stream().map(Champion::program).toList();
  }

  private boolean isDirty(Program program) {
    return program.predictors().stream()
        .flatMap(predictor -> predictor.rules().stream())
        .anyMatch(this::isDirty);
  }

  private boolean isDirty(Rule rule) {
    return isForgotten(rule.sources(), rule.authors());
  }

  private boolean isForgotten(List<String> sources, List<String> contributors) {
    return sources.stream().map(Digest::of).anyMatch(records::contains)
        || contributors.stream().anyMatch(authors::contains);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new InvariantViolation(what);
    }
  }
}
