package dev.ascent.pipeline.pool;

import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * The timer by which a task is looked at again, every second.
 *
 * <p>Where the clock is set back, it waits for the time that it was set for, unless something comes
 * for the task before. Flink runs, with a timer, all that are set for its time or earlier, those
 * among them that they set themselves: one by the new clock would run again at once, and for ever.
 */
final class Heartbeat {
  private static final long EVERY_MILLIS = 1_000;

  private final ValueState<Long> next;

  Heartbeat(RuntimeContext context) {
    next = context.getState(new ValueStateDescriptor<>("heartbeat", Types.LONG));
  }

  /** Something came: begins, or begins anew after the clock was set back. */
  void awake(TimerService timers) throws IOException {
    Long set = next.value();
    long due = timers.currentProcessingTime() + EVERY_MILLIS;
    if (set != null && set <= due) {
      return;
    }
    if (set != null) {
      timers.deleteProcessingTimeTimer(set);
    }
    set(due, timers);
  }

  /** Its timer ran, which may be long after its time, or before it. */
  void goOn(long time, TimerService timers) throws IOException {
    set(Math.max(time, timers.currentProcessingTime()) + EVERY_MILLIS, timers);
  }

  private void set(long due, TimerService timers) throws IOException {
    next.update(due);
    timers.registerProcessingTimeTimer(due);
  }
}
