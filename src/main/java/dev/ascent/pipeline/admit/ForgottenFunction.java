package dev.ascent.pipeline.admit;

import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.pool.Replayed;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.journal.PoolState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Follows the journal, and tells the admit stage what of a task is forgotten when that changes. */
public final class ForgottenFunction
    extends KeyedProcessFunction<String, JournalRecord, TaskRecord> {
  private static final long serialVersionUID = 1L;

  private final AscentSettings settings;

  private transient PoolState pools;

  public ForgottenFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    pools = new PoolState(getRuntimeContext(), settings.owner(getRuntimeContext()));
  }

  @Override
  public void processElement(JournalRecord journal, Context context, Collector<TaskRecord> out)
      throws Exception {
    Forgotten before = pools.get(journal.task()).forgotten();
    if (pools.apply(journal) instanceof Replayed.Applied applied
        && !applied.pool().forgotten().equals(before)) {
      out.collect(TaskRecord.forgetting(journal.task(), applied.pool().forgotten()));
    }
  }
}
