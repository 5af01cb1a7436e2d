package dev.ascent.pipeline.publish;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.promotion.TestCosts;
import dev.ascent.core.rollout.RolloutCosts;
import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.lm.prompt.RenderedMessages;
import dev.ascent.wire.program.Evidence.Basis;
import dev.ascent.wire.program.Evidence.Costs;
import dev.ascent.wire.program.Evidence.Opponent;
import dev.ascent.wire.program.Evidence.PerRollout;
import dev.ascent.wire.program.Evidence.Status;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.Message;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.program.ProgramRecord.ModelRecord;
import java.util.List;

/** Programs as services get them: rendered, with the evidence for them. */
public final class ProgramRecords {
  private ProgramRecords() {}

  /** The record of one of the pool's programs. */
  public static ProgramRecord of(
      Pool pool, long epoch, Program program, Evidence evidence, ModelKind kind) {
    return ProgramRecord.of(
        pool.task(),
        epoch,
        program,
        evidence(pool, evidence),
        new ModelRecord(kind, pool.definition().lm().model()),
        ProgramRecords::messages);
  }

  private static List<Message> messages(Predictor predictor) {
    return RenderedMessages.template(new ChatFormat(), predictor).stream()
        .map(message -> new Message(message.role(), message.content()))
        .toList();
  }

  /** Evidence as records hold it. */
  public static dev.ascent.wire.program.Evidence evidence(Pool pool, Evidence evidence) {
    if (evidence.status() == Evidence.Status.START) {
      return dev.ascent.wire.program.Evidence.START;
    }
    Long againstEpoch =
        pool.champions().stream()
            .filter(champion -> champion.program().equals(evidence.against()))
            .map(champion -> (long) champion.epoch())
            .reduce((earlier, later) -> later)
            .orElse(null);
    if (evidence.status() == Evidence.Status.CLEANED) {
      return dev.ascent.wire.program.Evidence.ofForgotten(
          new Opponent(evidence.against(), againstEpoch));
    }
    return new dev.ascent.wire.program.Evidence(
        evidence.status() == Evidence.Status.PROVEN ? Status.PROVEN : Status.UNPROVEN,
        evidence.basis() == Evidence.Basis.HOLDOUT ? Basis.HOLDOUT : Basis.TRAINING,
        evidence.n(),
        evidence.n() == 0 ? null : evidence.mean(),
        evidence.n() == 0 ? null : List.of(evidence.low(), evidence.high()),
        new Opponent(evidence.against(), againstEpoch),
        evidence.eValue(),
        evidence.moreNeeded().isPresent() ? evidence.moreNeeded().getAsInt() : null,
        null,
        costs(evidence.costs()));
  }

  private static Costs costs(TestCosts costs) {
    PerRollout program = perRollout(costs.challenger());
    PerRollout against = perRollout(costs.champion());
    return program == null && against == null ? null : new Costs(program, against);
  }

  private static PerRollout perRollout(RolloutCosts costs) {
    double rollouts = costs.rollouts();
    Usage usage = costs.usage();
    return costs.rollouts() == 0
        ? null
        : new PerRollout(
            costs.rollouts(),
            usage.promptTokens() / rollouts,
            usage.completionTokens() / rollouts,
            usage.usd() / rollouts,
            costs.millis() / rollouts);
  }
}
