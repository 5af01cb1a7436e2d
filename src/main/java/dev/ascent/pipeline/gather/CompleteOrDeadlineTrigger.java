package dev.ascent.pipeline.gather;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.triggers.TriggerResult;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;

/**
 * Fires a window when all the parts that its opening announced are in, or at its deadline with what
 * there is. Either way the window and all of the trigger's state are gone afterwards.
 *
 * <p>A deadline that comes due after a restore is armed again for its full period, as the time that
 * the job was down says nothing of the parts.
 */
public final class CompleteOrDeadlineTrigger<T extends Gathered> extends Trigger<T, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  private static final ValueStateDescriptor<Integer> PARTS =
      new ValueStateDescriptor<>("parts", Types.INT);
  private static final ValueStateDescriptor<Integer> EXPECTED =
      new ValueStateDescriptor<>("expected", Types.INT);
  private static final ValueStateDescriptor<Long> PERIOD =
      new ValueStateDescriptor<>("period", Types.LONG);
  private static final ValueStateDescriptor<Long> TIMER =
      new ValueStateDescriptor<>("timer", Types.LONG);
  private static final ValueStateDescriptor<Long> INCARNATION =
      new ValueStateDescriptor<>("incarnation", Types.LONG);

  /** Tells timers of this incarnation of the operator from restored ones. */
  private transient long incarnation;

  @Override
  public TriggerResult onElement(
      T element, long timestamp, GlobalWindow window, TriggerContext context) throws Exception {
    ValueState<Integer> parts = context.getPartitionedState(PARTS);
    ValueState<Integer> expected = context.getPartitionedState(EXPECTED);
    if (context.getPartitionedState(TIMER).value() == null) {
      arm(context, element.deadlineMillis());
    }
    int count = parts.value() == null ? 0 : parts.value();
    if (element.expectedParts() >= 0) {
      expected.update(element.expectedParts());
    }
    if (element.isPart()) {
      count++;
      parts.update(count);
    }
    if (expected.value() != null && count >= expected.value()) {
      clear(window, context);
      return TriggerResult.FIRE_AND_PURGE;
    }
    return TriggerResult.CONTINUE;
  }

  private void arm(TriggerContext context, long period) throws Exception {
    long due = context.getCurrentProcessingTime() + period;
    context.getPartitionedState(PERIOD).update(period);
    context.getPartitionedState(TIMER).update(due);
    context.getPartitionedState(INCARNATION).update(incarnation());
    context.registerProcessingTimeTimer(due);
  }

  private long incarnation() {
    if (incarnation == 0) {
      incarnation = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }
    return incarnation;
  }

  @Override
  public TriggerResult onProcessingTime(long time, GlobalWindow window, TriggerContext context)
      throws Exception {
    Long armedBy = context.getPartitionedState(INCARNATION).value();
    if (armedBy == null) {
      return TriggerResult.CONTINUE;
    }
    if (armedBy != incarnation()) {
      arm(context, context.getPartitionedState(PERIOD).value());
      return TriggerResult.CONTINUE;
    }
    clear(window, context);
    return TriggerResult.FIRE_AND_PURGE;
  }

  @Override
  public TriggerResult onEventTime(long time, GlobalWindow window, TriggerContext context) {
    return TriggerResult.CONTINUE;
  }

  @Override
  public void clear(GlobalWindow window, TriggerContext context) throws Exception {
    Long timer = context.getPartitionedState(TIMER).value();
    if (timer != null) {
      context.deleteProcessingTimeTimer(timer);
    }
    context.getPartitionedState(PARTS).clear();
    context.getPartitionedState(EXPECTED).clear();
    context.getPartitionedState(PERIOD).clear();
    context.getPartitionedState(TIMER).clear();
    context.getPartitionedState(INCARNATION).clear();
  }
}
