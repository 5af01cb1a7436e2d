package dev.ascent.cli;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.text.Shortened;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Tells what a stream's journal says while it is learned from. */
final class DemoNarrator {
  private static final int LONGEST_RULE = 100;

  private final Progress progress;
  private final Set<String> toldRules = new HashSet<>();

  DemoNarrator(Progress progress) {
    this.progress = progress;
  }

  void applied(JournalEntry entry, Pool pool) {
    for (Change change : entry.changes()) {
      if (change instanceof Change.Joined joined) {
        joined(pool, joined.program());
      } else if (change instanceof Change.Led led) {
        progress.line("step " + pool.counts().steps() + ": " + led.program() + " takes the lead");
      } else if (change instanceof Change.Attempted attempted && attempted.opened()) {
        progress.line(
            "testing "
                + attempted.attempt().challenger()
                + " against the champion on holdout examples");
      } else if (change instanceof Change.Concluded concluded
          && concluded.evidence().status() == Evidence.Status.UNPROVEN) {
        progress.line("  not proven: " + OptimizeProgress.describe(concluded.evidence()));
      } else if (change instanceof Change.Promoted promoted) {
        progress.line(
            "PROMOTED "
                + promoted.program()
                + " as epoch "
                + promoted.epoch()
                + ": "
                + OptimizeProgress.describe(promoted.evidence()));
      }
    }
  }

  private void joined(Pool pool, Program program) {
    StringBuilder text = new StringBuilder();
    text.append("step ").append(pool.counts().steps()).append(": ").append(program.id());
    text.append(
        String.format(
            Locale.ROOT,
            " has %d rules and %d demos",
            program.ruleCount(),
            program.predictors().stream().mapToInt(p -> p.demos().size()).sum()));
    progress.line(text.toString());
    for (Predictor predictor : program.predictors()) {
      for (Rule rule : predictor.rules()) {
        if (toldRules.add(rule.text())) {
          progress.line("  learned: " + Shortened.to(LONGEST_RULE, rule.text()));
        }
      }
    }
  }
}
