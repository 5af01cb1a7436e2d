package dev.ascent.cli;

import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.StepCounts;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.client.LmMeter;
import dev.ascent.pipeline.publish.ProgramRecords;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.MeanScore;
import dev.ascent.wire.record.ReportRecord;
import dev.ascent.wire.record.ReportRecord.Candidates;
import dev.ascent.wire.record.ReportRecord.Exit;
import dev.ascent.wire.record.ReportRecord.ModelInUse;
import dev.ascent.wire.record.ReportRecord.Promotion;
import dev.ascent.wire.record.SkippedLine;
import dev.ascent.wire.record.Spend;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Collects what REPORT.json says, whichever way the run ends. */
final class OptimizeReport {
  private TaskDefinition task;
  private ModelKind modelKind = ModelKind.REMOTE;
  private List<SkippedLine> skipped = List.of();
  private Pool pool;
  private LmMeter meter = LmMeter.NONE;
  private LmMeter spent = LmMeter.NONE;
  private Duration startup = Duration.ZERO;
  private Duration wall = Duration.ZERO;

  OptimizeReport(TaskDefinition task) {
    this.task = task;
    this.pool = Pool.empty(task.task());
  }

  /** The task with the model that is called, once that is known. */
  void calls(TaskDefinition runnable, ModelKind kind) {
    task = runnable;
    modelKind = kind;
  }

  void skipped(List<SkippedLine> lines) {
    skipped = lines;
  }

  void progressed(Pool current, LmMeter counted) {
    pool = current;
    meter = counted;
    spent = counted;
  }

  /** What came of the calls that had ended when the search did. */
  LmMeter search() {
    return meter;
  }

  /** All that was asked, once nothing more is. */
  void spent(LmMeter counted) {
    spent = counted;
  }

  void took(Duration forStartup, Duration forSearch) {
    startup = forStartup;
    wall = forSearch;
  }

  ReportRecord record(ExitCode code, String reason) {
    StepCounts counts = pool.counts();
    OptimizeResult result = new OptimizeResult(pool, modelKind, false);
    return new ReportRecord(
        task.task(),
        task.optimizer().algorithm(),
        task.seed(),
        ModelInUse.of(modelKind, orEmpty(task.lm().model()), orEmpty(task.lm().baseUrl())),
        spend(),
        seconds(wall),
        seconds(startup),
        counts.steps(),
        meter.faultedRollouts(),
        meter.cacheHits(),
        meter.unreadable(),
        new Candidates(counts.proposed(), Map.copyOf(counts.declined()), counts.accepted()),
        promotions(),
        score(result, true),
        score(result, false),
        skipped,
        new Exit(code.code(), reason));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private MeanScore score(OptimizeResult result, boolean start) {
    if (!pool.isOpen()) {
      return null;
    }
    return start ? result.startScore() : result.finalScore();
  }

  /** The client has counted what the pool has not heard of yet, where a run was cut short. */
  private Spend spend() {
    return new Spend(
        spent.rollouts(),
        spent.reflections(),
        spent.requests(),
        spent.promptTokens(),
        spent.completionTokens(),
        spent.usd(),
        spent.cachedTokens(),
        spent.unconfirmedTokens(),
        spent.unconfirmedUsd());
  }

  private List<Promotion> promotions() {
    return pool.champions().stream()
        .filter(champion -> champion.evidence().status() != Evidence.Status.START)
        .map(this::promotion)
        .toList();
  }

  private Promotion promotion(Champion champion) {
    return new Promotion(
        champion.epoch(), champion.program(), ProgramRecords.evidence(pool, champion.evidence()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
