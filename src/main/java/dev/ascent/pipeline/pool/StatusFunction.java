package dev.ascent.pipeline.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ascent.core.algorithm.LeaderScore;
import dev.ascent.core.decision.Owners;
import dev.ascent.core.pool.Alarm;
import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Refusal;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleCounts;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.wire.record.AlarmRecord;
import dev.ascent.wire.record.ExamplesRecord;
import dev.ascent.wire.record.ForgottenRecord;
import dev.ascent.wire.record.MeanScore;
import dev.ascent.wire.record.RefusalRecord;
import dev.ascent.wire.record.Spend;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.record.TestRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The status stage: tells people what became of a task's pool and of its examples. It counts the
 * examples itself, in state that goes with the positions that they were read up to, so that a
 * restart counts none twice. A pool that another run owns is shown without counts: they are that
 * run's to tell.
 */
public final class StatusFunction
    extends KeyedCoProcessFunction<String, Pool, CountedExamples, OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  /** Counts are told so long after they changed at most. */
  private static final long TELL_AFTER_MILLIS = 1_000;

  private final AscentSettings settings;

  private transient ValueState<ExampleCounts> counts;

  /** The last status that was told, as JSON; empty where another run owned the task. */
  private transient ValueState<String> told;

  /** When counts that have changed are told, or are forgotten as nobody has defined the task. */
  private transient ValueState<Long> due;

  public StatusFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    counts =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("counts", TypeInformation.of(ExampleCounts.class)));
    told = getRuntimeContext().getState(new ValueStateDescriptor<>("told", Types.STRING));
    due = getRuntimeContext().getState(new ValueStateDescriptor<>("due", Types.LONG));
  }

  @Override
  public void processElement1(Pool pool, Context context, Collector<OutgoingRecord> out)
      throws Exception {
    Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
    boolean isOwn = Owners.areOfOneRun(settings.run(), pool.owner());
    StatusRecord status = status(pool, isOwn ? counted().record() : null, now);
    told.update(isOwn ? new String(StatusRecord.CODEC.encode(status), UTF_8) : "");
    if (due.value() != null) {
      context.timerService().deleteProcessingTimeTimer(due.value());
      due.clear();
    }
    tell(status, out);
  }

  @Override
  public void processElement2(CountedExamples more, Context context, Collector<OutgoingRecord> out)
      throws Exception {
    counts.update(counted().plus(more.fate(), more.count()));
    if (due.value() == null) {
      long patience =
          told.value() == null ? 2 * settings.unknownTaskWait().toMillis() : TELL_AFTER_MILLIS;
      long at = context.timerService().currentProcessingTime() + patience;
      due.update(at);
      context.timerService().registerProcessingTimeTimer(at);
    }
  }

  /**
   * Tells the counts; those of a task that was never defined are forgotten, as its examples are.
   */
  @Override
  public void onTimer(long time, OnTimerContext context, Collector<OutgoingRecord> out)
      throws Exception {
    due.clear();
    String last = told.value();
    if (last == null) {
      counts.clear();
    } else if (!last.isEmpty()) {
      Instant now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
      StatusRecord before = StatusRecord.CODEC.decode(last.getBytes(UTF_8)).orThrow();
      tell(before.counted(counted().record(), now), out);
    }
  }

  private ExampleCounts counted() throws IOException {
    ExampleCounts known = counts.value();
    return known == null ? ExampleCounts.NONE : known;
  }

  private static void tell(StatusRecord status, Collector<OutgoingRecord> out) {
    out.collect(new OutgoingRecord(status.task(), StatusRecord.CODEC.encode(status)));
  }

  /**
   * What people see of a pool; of one whose entries are all missing that is little.
   *
   * @param examples what became of those that were sent, or null
   */
  public static StatusRecord status(Pool pool, ExamplesRecord examples, Instant now) {
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
        examples,
        forgotten(pool.forgotten()),
        now);
  }

  private static ForgottenRecord forgotten(Forgotten forgotten) {
    return forgotten.isEmpty()
        ? null
        : new ForgottenRecord(forgotten.records().size(), forgotten.authors().size());
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
