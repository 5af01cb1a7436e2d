package dev.ascent.cli;

import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.wire.program.Evidence;
import dev.ascent.wire.program.Evidence.Cause;
import dev.ascent.wire.program.Evidence.Costs;
import dev.ascent.wire.program.Evidence.PerRollout;
import dev.ascent.wire.program.ProgramRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A published program in words. */
final class ProgramText {
  private ProgramText() {}

  /** One line that says which program it is. */
  static String title(ProgramRecord record) {
    return record.task()
        + " epoch "
        + record.epoch()
        + ": program "
        + record.id()
        + ", "
        + evidence(record.evidence())
        + ", for "
        + record.model().name()
        + " ("
        + record.model().kind().name().toLowerCase(Locale.ROOT)
        + ")";
  }

  /** Why it should be used, in a phrase. */
  static String evidence(Evidence evidence) {
    String status = evidence.status().name().toLowerCase(Locale.ROOT);
    if (evidence.cause() == Cause.FORGOTTEN) {
      return status + " (without what was forgotten)";
    }
    if (evidence.meanDifference() == null) {
      return status;
    }
    StringBuilder text = new StringBuilder(status);
    text.append(' ').append(Figures.difference(evidence.meanDifference()));
    if (evidence.interval() != null) {
      List<Double> limits = evidence.interval();
      text.append(' ').append(Figures.differenceInterval(limits.get(0), limits.get(1)));
    }
    return text.append(" on ").append(evidence.n()).append(" examples").toString();
  }

  /** What a rollout took in the test, with this program and with the one before. */
  static Optional<String> costs(Evidence evidence) {
    Costs costs = evidence.costs();
    if (costs == null || costs.program() == null || costs.against() == null) {
      return Optional.empty();
    }
    return Optional.of(
        "a rollout took "
            + perRollout(costs.program())
            + "; with program "
            + evidence.against().id()
            + ": "
            + perRollout(costs.against()));
  }

  private static String perRollout(PerRollout mean) {
    return Figures.count(Math.round(mean.promptTokens()))
        + " tokens in, "
        + Figures.count(Math.round(mean.completionTokens()))
        + " out, "
        + (mean.usd() == 0 ? "" : "$" + Figures.usd(mean.usd()) + ", ")
        + Figures.count(Math.round(mean.latencyMillis()))
        + " ms with waiting (mean of "
        + mean.rollouts()
        + ")";
  }

  /** Everything that the prompts say, predictor by predictor. */
  static List<String> lines(ProgramRecord record, Program program) {
    List<String> lines = new ArrayList<>();
    lines.add(title(record));
    costs(record.evidence()).ifPresent(lines::add);
    for (Predictor predictor : program.predictors()) {
      lines.add("");
      lines.add(predictor.name() + " (" + predictor.type().label() + ")");
      lines.add("  instructions");
      predictor.signature().instructions().lines().forEach(line -> lines.add("    " + line));
      lines.add("  rules: " + predictor.rules().size());
      predictor.rules().forEach(rule -> lines.add("    " + ProgramDiff.oneLine(rule.text())));
      lines.add("  demos: " + predictor.demos().size());
      predictor.demos().forEach(demo -> lines.add("    " + ProgramDiff.describe(demo)));
    }
    return lines;
  }
}
