package dev.ascent.pipeline.journal;

import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.wire.JournalCodec;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The pool of the current key's task, as an operator knows it from the journal. Every operator that
 * holds a pool holds it by this class, so that all of them agree.
 */
public final class PoolState {
  /** Made once, as it takes longer than all else that an attempt begins with. */
  private static final TypeInformation<Pool> POOL = TypeInformation.of(Pool.class);

  private final ValueState<Pool> state;
  private final String owner;

  /**
   * @param owner name of this attempt of the run of the job
   */
  public PoolState(RuntimeContext context, String owner) {
    this.state = context.getState(new ValueStateDescriptor<>("pool", POOL));
    this.owner = owner;
  }

  public Pool get(String task) throws IOException {
    Pool pool = state.value();
    return pool == null ? Pool.empty(task) : pool;
  }

  /** Whether all entries up to this attempt's takeover were applied, so that it may act. */
  public boolean isCurrent(Pool pool) {
    return pool.owner().equals(owner);
  }

  /** Reads an entry; the pool changes if it applies. */
  public Replayed apply(JournalRecord journal) throws IOException {
    JournalEntry entry = JournalCodec.decode(journal.body());
    Replayed replayed = Replay.apply(get(journal.task()), entry);
    if (replayed instanceof Replayed.Applied applied) {
      state.update(applied.pool());
    }
    return replayed;
  }
}
