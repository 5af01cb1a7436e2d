package dev.ascent.pipeline.admit;

import dev.ascent.core.guard.SuspectExample;
import dev.ascent.core.minibatch.HoldoutSplit;
import dev.ascent.core.minibatch.LiveSample;
import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ParsedExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The admit stage: validates examples against their tasks, drops duplicates and what speaks to a
 * model, joins late feedback, and sets the holdout apart. Examples of a task that is not known yet
 * wait a while for it, and examples of a stream that lack their label for feedback that brings it.
 * An example of which more becomes known after it was admitted goes out once more, as an update.
 */
public final class AdmitFunction
    extends KeyedBroadcastProcessFunction<String, AdmitInput, TaskRecord, AdmittedExample> {
  private static final long serialVersionUID = 1L;

  /** Examples that promotion alone may see. */
  public static final OutputTag<AdmittedExample> HOLDOUT =
      new OutputTag<>("holdout-examples", TypeInformation.of(AdmittedExample.class));

  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("rejected-examples", TypeInformation.of(DeadLetter.class));

  /** The definitions of all tasks, on every subtask. */
  public static final MapStateDescriptor<String, TaskDefinition> TASKS =
      new MapStateDescriptor<>("tasks", Types.STRING, TypeInformation.of(TaskDefinition.class));

  /** What is forgotten of all tasks, on every subtask. */
  public static final MapStateDescriptor<String, Forgotten> FORGOTTEN =
      new MapStateDescriptor<>("forgotten", Types.STRING, TypeInformation.of(Forgotten.class));

  /** A task is mostly defined right after its examples come, or else nobody waits for it. */
  private static final long FIRST_LOOK_MILLIS = 250;

  private static final long LAST_LOOKS_MILLIS = 5_000;

  /** A file comes all at once: a minibatch that is not full by then is the file's rest. */
  private static final long REST_OF_FILE_MILLIS = 200;

  private final AscentSettings settings;

  private transient ValueState<Boolean> seen;
  private transient ListState<IncomingExample> waiting;
  private transient ValueState<Long> waitsUntil;
  private transient ValueState<Long> looksAt;
  private transient HeardFeedback feedback;

  public AdmitFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Boolean> seenDescriptor =
        new ValueStateDescriptor<>("seen", Types.BOOLEAN);
    seenDescriptor.enableTimeToLive(StateTtlConfig.newBuilder(settings.duplicateWindow()).build());
    seen = getRuntimeContext().getState(seenDescriptor);
    waiting =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(IncomingExample.class)));
    waitsUntil =
        getRuntimeContext().getState(new ValueStateDescriptor<>("waits-until", Types.LONG));
    looksAt = getRuntimeContext().getState(new ValueStateDescriptor<>("looks-at", Types.LONG));
    feedback = new HeardFeedback(getRuntimeContext(), settings.feedbackWait().toMillis());
  }

  @Override
  public void processBroadcastElement(
      TaskRecord record, Context context, Collector<AdmittedExample> out) throws Exception {
    if (record.forgotten() != null) {
      context.getBroadcastState(FORGOTTEN).put(record.task(), record.forgotten());
      HeardFeedback.forget(context, record.task(), record.forgotten());
    } else if (record.definition() == null) {
      context.getBroadcastState(TASKS).remove(record.task());
    } else {
      context.getBroadcastState(TASKS).put(record.task(), record.definition());
    }
  }

  @Override
  public void processElement(
      AdmitInput input, ReadOnlyContext context, Collector<AdmittedExample> out) throws Exception {
    TaskDefinition task = context.getBroadcastState(TASKS).get(input.task());
    if (isForgotten(input.task(), input.id(), input.author(), context)) {
      // Not even the dead letters keep what it says.
      context.output(DEAD_LETTERS, input.forgotten());
    } else if (!input.excess().isEmpty()) {
      context.output(DEAD_LETTERS, input.refused());
    } else if (input.feedback() != null) {
      feedback.hear(input.feedback(), context.timerService());
      if (task != null) {
        takeUp(task, context, out);
      }
    } else if (task != null) {
      admit(task, input.example(), context, out);
    } else {
      await(input.example(), context);
    }
  }

  private static boolean isForgotten(String task, String id, String author, ReadOnlyContext context)
      throws Exception {
    Forgotten known = context.getBroadcastState(FORGOTTEN).get(task);
    return known != null && known.has(id, author);
  }

  private void await(IncomingExample incoming, ReadOnlyContext context) throws Exception {
    waiting.add(incoming);
    if (waitsUntil.value() == null) {
      long now = context.timerService().currentProcessingTime();
      waitsUntil.update(now + settings.unknownTaskWait().toMillis());
      lookAgain(now + FIRST_LOOK_MILLIS, context.timerService());
    }
  }

  private void lookAgain(long time, TimerService timers) throws Exception {
    looksAt.update(time);
    timers.registerProcessingTimeTimer(time);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<AdmittedExample> out)
      throws Exception {
    for (DeadLetter left : feedback.expire(time)) {
      context.output(DEAD_LETTERS, left);
    }
    lookForTask(time, context, out);
  }

  private void lookForTask(long time, OnTimerContext context, Collector<AdmittedExample> out)
      throws Exception {
    List<IncomingExample> held = new ArrayList<>();
    waiting.get().forEach(held::add);
    if (held.isEmpty()) {
      return;
    }
    TaskDefinition task = context.getBroadcastState(TASKS).get(held.get(0).task());
    if (task == null && time < waitsUntil.value()) {
      // Timers of feedback are no looks, or each would begin a row of its own.
      if (looksAt.value() == null || time >= looksAt.value()) {
        long waited = time - (waitsUntil.value() - settings.unknownTaskWait().toMillis());
        long next = time + Math.max(FIRST_LOOK_MILLIS, Math.min(waited, LAST_LOOKS_MILLIS));
        lookAgain(Math.min(next, waitsUntil.value()), context.timerService());
      }
      return;
    }
    waiting.clear();
    waitsUntil.clear();
    looksAt.clear();
    for (IncomingExample incoming : held) {
      if (isForgotten(incoming.task(), incoming.id(), incoming.author(), context)) {
        context.output(DEAD_LETTERS, DeadLetter.ofForgotten(incoming));
      } else if (task == null) {
        context.output(
            DEAD_LETTERS,
            DeadLetter.of(incoming, "no task '" + incoming.task() + "' is defined", "task"));
      } else {
        admit(task, incoming, context, out);
      }
    }
  }

  private void admit(
      TaskDefinition task,
      IncomingExample incoming,
      ReadOnlyContext context,
      Collector<AdmittedExample> out)
      throws Exception {
    ExampleReader reader = ExampleReader.of(task);
    ParsedExample parsed = reader.read(incoming.payload(), incoming.id());
    if (parsed instanceof ParsedExample.Rejected rejected) {
      context.output(DEAD_LETTERS, DeadLetter.of(incoming, rejected.reason(), rejected.field()));
      return;
    }
    if (seen.value() != null) {
      context.output(DEAD_LETTERS, seenBefore(incoming));
      return;
    }
    Example logged = ((ParsedExample.Accepted) parsed).example().withUnshared(incoming.unshared());
    Optional<SuspectExample.Suspicion> suspicion = suspicion(task, logged);
    if (suspicion.isPresent()) {
      context.output(
          DEAD_LETTERS, DeadLetter.of(incoming, suspicion.get().reason(), suspicion.get().field()));
      return;
    }
    Example example = feedback.joined(task, logged, letter -> context.output(DEAD_LETTERS, letter));
    Optional<ParsedExample.Rejected> lack = reader.lackOf(example);
    IncomingExample earlier = feedback.unlabelled();
    if (lack.isEmpty()) {
      if (earlier != null) {
        context.output(
            DEAD_LETTERS,
            DeadLetter.of(earlier, "a later record has its label", "id", ExampleFate.DUPLICATE));
      }
      seen.update(true);
      feedback.keep(example, context.timerService());
      emit(task, example, false, context, out);
    } else if (task.isBounded()) {
      context.output(
          DEAD_LETTERS, DeadLetter.of(incoming, lack.get().reason(), lack.get().field()));
    } else if (earlier == null) {
      feedback.awaitLabel(incoming, lack.get().field(), context.timerService());
    } else {
      context.output(DEAD_LETTERS, seenBefore(incoming));
    }
  }

  private static DeadLetter seenBefore(IncomingExample incoming) {
    return DeadLetter.of(
        incoming, "a record of this id was seen before", "id", ExampleFate.DUPLICATE);
  }

  static Optional<SuspectExample.Suspicion> suspicion(TaskDefinition task, Example example) {
    return task.isTrusted() ? Optional.empty() : SuspectExample.of(example);
  }

  /** Gives feedback to the example that it is about, if that has come. */
  private void takeUp(TaskDefinition task, ReadOnlyContext context, Collector<AdmittedExample> out)
      throws Exception {
    Example known = feedback.admitted();
    if (known != null) {
      Example better = feedback.joined(task, known, letter -> context.output(DEAD_LETTERS, letter));
      feedback.keep(better, context.timerService());
      if (!better.equals(known)) {
        emit(task, better, true, context, out);
      }
    } else if (feedback.unlabelled() != null) {
      admit(task, feedback.takeUnlabelled(), context, out);
    }
  }

  private static void emit(
      TaskDefinition task,
      Example example,
      boolean isUpdate,
      ReadOnlyContext context,
      Collector<AdmittedExample> out) {
    double liveShare = task.isBounded() ? 0 : task.promotion().liveShare();
    AdmittedExample admitted =
        new AdmittedExample(
            task.task(),
            example,
            task.optimizer().minibatchSize(),
            task.isBounded() ? REST_OF_FILE_MILLIS : task.optimizer().minibatchSeconds() * 1_000L,
            isUpdate,
            new LiveSample(task.task(), liveShare).holds(example.id()));
    if (new HoldoutSplit(task.task(), task.promotion().holdoutShare())
        .isHoldout(example.inputs())) {
      context.output(HOLDOUT, admitted);
    } else {
      out.collect(admitted);
    }
  }
}
