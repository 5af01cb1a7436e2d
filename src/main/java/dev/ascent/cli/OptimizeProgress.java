package dev.ascent.cli;

import dev.ascent.core.algorithm.LeaderScore;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.client.LmMeter;
import java.util.Locale;

/** What people see while a search goes on. */
final class OptimizeProgress {
  private final TaskDefinition task;
  private final Progress progress;

  OptimizeProgress(TaskDefinition task, Progress progress) {
    this.task = task;
    this.progress = progress;
  }

  /** Tells of the decisions that are worth a line of their own. */
  void applied(JournalEntry entry, Pool pool) {
    for (Change change : entry.changes()) {
      if (change instanceof Change.Promoted promoted) {
        progress.line(
            "proven: program "
                + promoted.program()
                + " becomes epoch "
                + promoted.epoch()
                + ", "
                + describe(promoted.evidence()));
      } else if (change instanceof Change.Concluded concluded
          && concluded.evidence().status() == Evidence.Status.UNPROVEN) {
        progress.line("not enough evidence: " + describe(concluded.evidence()));
      } else if (change instanceof Change.Paused paused) {
        progress.line("stopped: " + paused.reason());
      }
    }
  }

  static String describe(Evidence evidence) {
    return String.format(
        Locale.ROOT,
        "difference %+.3f [%.3f, %.3f] on %d %s examples, e-value %.3g of %.3g needed",
        evidence.mean(),
        evidence.low(),
        evidence.high(),
        evidence.n(),
        evidence.basis().name().toLowerCase(Locale.ROOT),
        evidence.eValue(),
        evidence.eValueNeeded());
  }

  /** Shows phase, rollouts, spend and the best score so far. */
  void show(Pool pool, LmMeter meter) {
    if (!pool.isOpen()) {
      progress.update("waiting for the job");
      return;
    }
    long rollouts = meter.rollouts();
    Long cap = task.budget().tightest().rollouts();
    StringBuilder text = new StringBuilder();
    text.append(pool.phase().name().toLowerCase(Locale.ROOT));
    text.append(", step ").append(pool.counts().steps());
    if (task.optimizer().steps() > 0) {
      text.append(" of ").append(task.optimizer().steps());
    }
    text.append(", ").append(rollouts).append(" rollouts");
    if (cap != null) {
      text.append(" (").append(Math.max(0, cap - rollouts)).append(" left)");
    }
    if (meter.usd() > 0) {
      text.append(String.format(Locale.ROOT, ", $%.4f", meter.usd()));
    }
    LeaderScore.of(pool).ifPresent(best -> text.append(describe(best)));
    progress.update(text.toString());
  }

  private static String describe(LeaderScore best) {
    return String.format(
        Locale.ROOT,
        ", best so far %.3f on %s",
        best.mean(),
        Figures.counted(best.examples(), "training example"));
  }
}
