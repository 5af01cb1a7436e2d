package dev.ascent.simulation;

import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.pool.PoolInput;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * One of the job's operators, called as Flink would call it: an element or a timer at a time, on
 * the state of its key. The operator is the job's own, so that nothing is simulated but what calls
 * it.
 */
abstract class Stage {
  final OperatorState state;

  Stage(OperatorState state) {
    this.state = state;
  }

  /** Where an operator's side outputs go. */
  interface SideOutput {
    <X> void take(OutputTag<X> tag, X value);
  }

  /** Fires all timers that are due. */
  final void fireTimers() throws Exception {
    for (OperatorState.Timer due = state.due(); due != null; due = state.due()) {
      state.key(due.key());
      fire(due.time());
    }
  }

  abstract void fire(long time) throws Exception;

  /** A collector that closes nothing. */
  private record Sending<O>(Consumer<O> receiver) implements Collector<O> {
    @Override
    public void collect(O record) {
      receiver.accept(record);
    }

    @Override
    public void close() {}
  }

  /** The pool stage, whose inputs are one stream. */
  static final class Deciding extends Stage {
    private final KeyedProcessFunction<String, PoolInput, JournalRecord> function;
    private final KeyedProcessFunction<String, PoolInput, JournalRecord>.OnTimerContext context;
    private final Collector<JournalRecord> out;

    Deciding(
        KeyedProcessFunction<String, PoolInput, JournalRecord> function,
        OperatorState state,
        Consumer<JournalRecord> out)
        throws Exception {
      super(state);
      this.function = function;
      this.out = new Sending<>(out);
      function.setRuntimeContext(state.context());
      function.open(DefaultOpenContext.INSTANCE);
      context =
          function.new OnTimerContext() {
            @Override
            public TimeDomain timeDomain() {
              return TimeDomain.PROCESSING_TIME;
            }

            @Override
            public String getCurrentKey() {
              return state.key();
            }

            @Override
            public Long timestamp() {
              return null;
            }

            @Override
            public TimerService timerService() {
              return state;
            }

            @Override
            public <X> void output(OutputTag<X> tag, X value) {
              // The pools that people see decide nothing.
            }
          };
    }

    void take(PoolInput input) throws Exception {
      state.key(input.task());
      function.processElement(input, context, out);
    }

    @Override
    void fire(long time) throws Exception {
      function.onTimer(time, context, out);
    }
  }

  /** A stage with two inputs, by task. */
  static final class TwoInputs<I, J, O> extends Stage {
    private final KeyedCoProcessFunction<String, I, J, O> function;
    private final KeyedCoProcessFunction<String, I, J, O>.OnTimerContext context;
    private final Collector<O> out;

    TwoInputs(
        KeyedCoProcessFunction<String, I, J, O> function,
        OperatorState state,
        Consumer<O> out,
        SideOutput side)
        throws Exception {
      super(state);
      this.function = function;
      this.out = new Sending<>(out);
      function.setRuntimeContext(state.context());
      function.open(DefaultOpenContext.INSTANCE);
      context =
          function.new OnTimerContext() {
            @Override
            public TimeDomain timeDomain() {
              return TimeDomain.PROCESSING_TIME;
            }

            @Override
            public String getCurrentKey() {
              return state.key();
            }

            @Override
            public Long timestamp() {
              return null;
            }

            @Override
            public TimerService timerService() {
              return state;
            }

            @Override
            public <X> void output(OutputTag<X> tag, X value) {
              side.take(tag, value);
            }
          };
    }

    void takeFirst(String task, I input) throws Exception {
      state.key(task);
      function.processElement1(input, context, out);
    }

    void takeSecond(String task, J input) throws Exception {
      state.key(task);
      function.processElement2(input, context, out);
    }

    @Override
    void fire(long time) throws Exception {
      function.onTimer(time, context, out);
    }
  }
}
