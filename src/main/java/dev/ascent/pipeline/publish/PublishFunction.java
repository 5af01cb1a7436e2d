package dev.ascent.pipeline.publish;

import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replayed;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.journal.PoolState;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.signature.SigningKey;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The publish stage: writes the champion to the programs topic, once for each epoch. It reads that
 * topic too, so that it skips what is out already and writes the highest epoch again where a lower
 * one, of a job that should be gone, landed after it.
 *
 * <p>With a key it signs what it writes. A record that lacks its signature does not count as out,
 * and the champion is written again after it, as compaction keeps a key's last record.
 */
public final class PublishFunction
    extends KeyedCoProcessFunction<String, JournalRecord, PublishedEpoch, OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  private final AscentSettings settings;

  private transient PoolState pools;
  private transient ValueState<Long> highest;
  private transient Optional<SigningKey> signingKey;

  /** The epoch that stands last in the topic, as far as it was read or written. */
  private transient ValueState<Long> last;

  public PublishFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    pools = new PoolState(getRuntimeContext(), settings.owner(getRuntimeContext()));
    highest = getRuntimeContext().getState(new ValueStateDescriptor<>("highest", Types.LONG));
    last = getRuntimeContext().getState(new ValueStateDescriptor<>("last", Types.LONG));
    signingKey = settings.signingKey().load();
  }

  @Override
  public void processElement1(JournalRecord journal, Context context, Collector<OutgoingRecord> out)
      throws Exception {
    if (pools.apply(journal) instanceof Replayed.Applied applied
        && pools.isCurrent(applied.pool())) {
      if (isNew(applied.pool().champion().epoch())) {
        publish(applied.pool(), out);
      } else {
        publishAgain(applied.pool(), out);
      }
    }
  }

  @Override
  public void processElement2(
      PublishedEpoch published, Context context, Collector<OutgoingRecord> out) throws Exception {
    if (published.isForged()) {
      publishAfresh(pools.get(published.task()), out);
      return;
    }
    last.update(published.epoch());
    if (isNew(published.epoch())) {
      highest.update(published.epoch());
      return;
    }
    publishAgain(pools.get(published.task()), out);
  }

  /**
   * Writes the champion where a lower epoch stands behind it, whether that was found now or before
   * this attempt owned the task.
   */
  private void publishAgain(Pool pool, Collector<OutgoingRecord> out) throws Exception {
    Long found = last.value();
    if (found != null
        && found < highest.value()
        && pools.isCurrent(pool)
        && pool.champion().epoch() == highest.value()) {
      publish(pool, out);
    }
  }

  /** At once, or when the takeover is read. */
  private void publishAfresh(Pool pool, Collector<OutgoingRecord> out) throws Exception {
    highest.clear();
    if (pools.isCurrent(pool)) {
      publish(pool, out);
    }
  }

  private boolean isNew(long epoch) throws Exception {
    Long known = highest.value();
    return known == null || epoch > known;
  }

  private void publish(Pool pool, Collector<OutgoingRecord> out) throws Exception {
    Champion champion = pool.champion();
    highest.update((long) champion.epoch());
    last.update((long) champion.epoch());
    ProgramRecord record =
        ProgramRecords.of(
            pool,
            champion.epoch(),
            pool.program(champion.program()),
            champion.evidence(),
            settings.modelKind());
    byte[] value = ProgramRecord.CODEC.encode(record);
    String signature = signingKey.map(key -> key.sign(pool.task(), value)).orElse(null);
    out.collect(new OutgoingRecord(pool.task(), value, signature));
  }
}
