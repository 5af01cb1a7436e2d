package dev.ascent.pipeline.pool;

import dev.ascent.core.algorithm.LeaderScore;
import dev.ascent.core.pool.Alarm;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Refusal;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.wire.record.AlarmRecord;
import dev.ascent.wire.record.MeanScore;
import dev.ascent.wire.record.RefusalRecord;
import dev.ascent.wire.record.Spend;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.record.TestRecord;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Turns pools into what the status topic says of them. */
public final class StatusFunction extends ProcessFunction<Pool, OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(Pool pool, Context context, Collector<OutgoingRecord> out) {
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    out.collect(new OutgoingRecord(pool.task(), StatusRecord.CODEC.encode(status(pool, now))));
  }

  /** What people see of a pool; of one whose entries are all missing that is little. */
  public static StatusRecord status(Pool pool, Instant now) {
    dev.ascent.core.budget.Spend spent = pool.ledger().total();
    boolean known = pool.isOpen();
    return new StatusRecord(
        pool.task(),
        phase(pool),
        known ? pool.champion().epoch() : 0,
        known ? pool.champion().program() : null,
        known ? bestScore(pool) : null,
        mean(pool.live().recent(), "live"),
        new Spend(
            spent.rollouts(),
            spent.reflections(),
            spent.rollouts() + spent.reflections(),
            spent.promptTokens(),
            spent.completionTokens(),
            spent.usd(),
            spent.cachedTokens(),
            spent.unconfirmedTokens(),
            spent.unconfirmedUsd()),
        pool.isPaused() ? pool.pause().reason() : null,
        pool.isPaused() ? cause(pool.pause().kind()) : null,
        pool.isPaused() ? end(pool.pause()) : null,
        pool.isPinned() ? Boolean.TRUE : null,
        test(pool),
        pool.live().limit() > 0 ? pool.live().limit() : null,
        mean(pool.live().logged(), "logged"),
        alarm(pool.live().alarm()),
        refused(pool),
        now);
  }

  private static MeanScore mean(List<Double> scores, String basis) {
    OptionalDouble mean = scores.stream().mapToDouble(Double::doubleValue).average();
    return mean.isPresent() ? new MeanScore(mean.getAsDouble(), scores.size(), null, basis) : null;
  }

  private static AlarmRecord alarm(Alarm alarm) {
    return alarm == null
        ? null
        : new AlarmRecord(alarm.limit(), alarm.mean(), alarm.scores(), alarm.untested());
  }

  private static RefusalRecord refused(Pool pool) {
    List<Refusal> refusals = pool.refusals();
    if (refusals.isEmpty()) {
      return null;
    }
    Refusal last = refusals.get(refusals.size() - 1);
    return new RefusalRecord(last.program(), last.reason());
  }

  private static TestRecord test(Pool pool) {
    if (pool.awaiting() != null) {
      return test(pool.awaiting().program(), pool.awaiting().evidence(), true);
    }
    Attempt attempt = pool.attempt();
    return attempt == null ? null : test(attempt.challenger(), Evidence.of(attempt), false);
  }

  private static TestRecord test(String challenger, Evidence evidence, boolean awaitsApproval) {
    return new TestRecord(
        challenger,
        evidence.n(),
        evidence.n() == 0 ? null : evidence.mean(),
        evidence.eValue(),
        evidence.eValueNeeded(),
        evidence.moreNeeded().isPresent() ? evidence.moreNeeded().getAsInt() : null,
        awaitsApproval);
  }

  private static StatusRecord.PauseCause cause(PauseKind kind) {
    return switch (kind) {
      case COMMAND -> StatusRecord.PauseCause.COMMAND;
      case CAP -> StatusRecord.PauseCause.CAP;
      case FAULT -> StatusRecord.PauseCause.FAULT;
      case OUTAGE -> StatusRecord.PauseCause.OUTAGE;
      case GAP -> StatusRecord.PauseCause.GAP;
    };
  }

  private static Instant end(Pause pause) {
    return pause.untilMillis() == null ? null : Instant.ofEpochMilli(pause.untilMillis());
  }

  private static StatusRecord.Phase phase(Pool pool) {
    if (pool.isPaused()) {
      return StatusRecord.Phase.PAUSED;
    }
    return switch (pool.phase()) {
      case SEARCHING, SELECTING ->
          pool.attempt() == null ? StatusRecord.Phase.SEARCHING : StatusRecord.Phase.VALIDATING;
      case VALIDATING -> StatusRecord.Phase.VALIDATING;
      case FINISHED -> StatusRecord.Phase.FINISHED;
      case RETIRED -> StatusRecord.Phase.RETIRED;
    };
  }

  private static MeanScore bestScore(Pool pool) {
    return LeaderScore.of(pool)
        .map(best -> new MeanScore(best.mean(), best.examples(), null, "training"))
        .orElse(null);
  }
}
