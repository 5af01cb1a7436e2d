package dev.ascent.cli;

import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Tally;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.lm.prompt.RenderedMessages;
import dev.ascent.pipeline.publish.ProgramRecords;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.Message;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.program.ProgramRecord.ModelRecord;
import dev.ascent.wire.record.MeanScore;
import java.util.List;

/** What a search has led to so far: the best program and what is known of it. */
final class OptimizeResult {
  private final Pool pool;
  private final ModelKind modelKind;
  private final boolean requireProof;

  /**
   * Reads a pool.
   *
   * @param requireProof whether the start is taken where nothing better is proven
   */
  OptimizeResult(Pool pool, ModelKind modelKind, boolean requireProof) {
    this.pool = pool;
    this.modelKind = modelKind;
    this.requireProof = requireProof;
  }

  /** The starting program, where no search began. */
  static ProgramRecord unsearched(TaskDefinition task, ModelKind kind) {
    return ProgramRecord.of(
        task.task(),
        0,
        task.startProgram(),
        dev.ascent.wire.program.Evidence.START,
        new ModelRecord(kind, task.lm().model()),
        predictor ->
            RenderedMessages.template(new ChatFormat(), predictor).stream()
                .map(message -> new Message(message.role(), message.content()))
                .toList());
  }

  /** The program to write, with its evidence. */
  ProgramRecord program() {
    Evidence evidence = evidence();
    if (requireProof && evidence.status() != Evidence.Status.PROVEN) {
      return record(pool.start(), 0, Evidence.start());
    }
    return record(best(), epoch(), evidence);
  }

  private ProgramRecord record(String id, int epoch, Evidence evidence) {
    Program program = pool.program(id);
    return ProgramRecords.of(pool, epoch, program, evidence, modelKind);
  }

  /** The verdict's program, or while there is none the leader's. */
  private String best() {
    return pool.verdict() == null ? pool.leader() : pool.verdict().program();
  }

  private Evidence evidence() {
    return pool.verdict() == null
        ? TrainingComparison.evidence(pool, pool.leader())
        : pool.verdict().evidence();
  }

  /** The champion's epoch, or the next one for a program that never was champion. */
  private int epoch() {
    Champion champion = pool.champion();
    return champion.program().equals(best()) ? champion.epoch() : champion.epoch() + 1;
  }

  MeanScore startScore() {
    return trainingScore(pool.start());
  }

  MeanScore finalScore() {
    return trainingScore(best());
  }

  private MeanScore trainingScore(String id) {
    PooledProgram pooled = pool.pooled(id);
    if (pooled.tallies().isEmpty()) {
      return null;
    }
    Mean mean = Mean.ofScores(pooled.tallies().stream().map(Tally::mean).toList());
    return new MeanScore(mean.value(), mean.n(), List.of(mean.low(), mean.high()), "training");
  }
}
