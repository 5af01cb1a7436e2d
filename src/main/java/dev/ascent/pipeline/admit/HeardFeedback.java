package dev.ascent.pipeline.admit;

import dev.ascent.core.guard.SuspectExample;
import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.Keys;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.ParsedExample;
import dev.ascent.wire.record.FeedbackRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;

/**
 * What is kept of the current key's record id so that an example and the feedback on it meet,
 * whichever comes first. All of it goes when nothing was heard of the id for a while.
 */
final class HeardFeedback {
  private static final String NO_EXAMPLE =
      "no example of this id was admitted in time, or it was too long ago";

  private static final ListStateDescriptor<IncomingFeedback> HEARD =
      new ListStateDescriptor<>("heard-feedback", TypeInformation.of(IncomingFeedback.class));

  private static final ValueStateDescriptor<UnlabelledExample> UNLABELLED =
      new ValueStateDescriptor<>("unlabelled", TypeInformation.of(UnlabelledExample.class));

  private static final ValueStateDescriptor<Example> ADMITTED =
      new ValueStateDescriptor<>("admitted", TypeInformation.of(Example.class));

  private final long patienceMillis;

  /** Feedback that no example has taken up yet, in order of arrival. */
  private final ListState<IncomingFeedback> heard;

  /** An example that waits for its label. */
  private final ValueState<UnlabelledExample> unlabelled;

  /** An example that was admitted, as it is known by now. */
  private final ValueState<Example> admitted;

  private final ValueState<Long> keptUntil;

  HeardFeedback(RuntimeContext context, long patienceMillis) {
    this.patienceMillis = patienceMillis;
    heard = context.getListState(HEARD);
    unlabelled = context.getState(UNLABELLED);
    admitted = context.getState(ADMITTED);
    keptUntil = context.getState(new ValueStateDescriptor<>("kept-until", Types.LONG));
  }

  /**
   * Drops what is kept of a task's forgotten records, whatever their ids: examples with all that
   * was said of them, and what forgotten authors said. An example that such feedback was joined to
   * goes as a whole. One that waited for its label is accounted for by a dead letter without its
   * content.
   */
  static void forget(
      KeyedBroadcastProcessFunction<String, ?, ?, ?>.Context context,
      String task,
      Forgotten forgotten)
      throws Exception {
    String ofTask = Keys.of(task, "");
    context.applyToKeyedState(
        ADMITTED,
        (key, state) -> {
          if (key.startsWith(ofTask) && forgotten.has(state.value())) {
            state.clear();
          }
        });
    context.applyToKeyedState(
        UNLABELLED,
        (key, state) -> {
          IncomingExample example = state.value().example();
          if (key.startsWith(ofTask) && forgotten.has(example.id(), example.author())) {
            state.clear();
            context.output(AdmitFunction.DEAD_LETTERS, DeadLetter.ofForgotten(example));
          }
        });
    context.applyToKeyedState(
        HEARD,
        (key, state) -> {
          if (key.startsWith(ofTask)) {
            List<IncomingFeedback> left = new ArrayList<>();
            for (IncomingFeedback feedback : state.get()) {
              if (!forgotten.has(feedback.id(), feedback.author())) {
                left.add(feedback);
              }
            }
            state.update(left);
          }
        });
  }

  void hear(IncomingFeedback feedback, TimerService timers) throws Exception {
    heard.add(feedback);
    keepOn(timers);
  }

  /**
   * Keeps an example until feedback brings its label.
   *
   * @param label the field that is missing
   */
  void awaitLabel(IncomingExample example, String label, TimerService timers) throws Exception {
    unlabelled.update(new UnlabelledExample(example, label));
    keepOn(timers);
  }

  /** Keeps an example that was admitted with all that was heard of it. */
  void keep(Example example, TimerService timers) throws Exception {
    heard.clear();
    unlabelled.clear();
    admitted.update(example);
    keepOn(timers);
  }

  /** The example that waits for its label, or null. */
  IncomingExample unlabelled() throws Exception {
    return unlabelled.value() == null ? null : unlabelled.value().example();
  }

  /** The same, which waits no longer. */
  IncomingExample takeUnlabelled() throws Exception {
    IncomingExample taken = unlabelled();
    unlabelled.clear();
    return taken;
  }

  /** The example that was admitted, or null where none was or it is too long ago. */
  Example admitted() throws Exception {
    return admitted.value();
  }

  /**
   * The example with what was heard of it.
   *
   * @param rejected is told of feedback that does not fit the task or speaks to a model, which is
   *     not kept
   */
  Example joined(TaskDefinition task, Example example, Consumer<DeadLetter> rejected)
      throws Exception {
    ExampleReader reader = ExampleReader.of(task);
    Example joined = example;
    List<IncomingFeedback> fitting = new ArrayList<>();
    for (IncomingFeedback feedback : heard.get()) {
      byte[] json = feedback.payload().getBytes(StandardCharsets.UTF_8);
      ParsedExample parsed = reader.join(joined, FeedbackRecord.CODEC.decode(json).orThrow());
      if (parsed instanceof ParsedExample.Rejected reason) {
        rejected.accept(DeadLetter.of(feedback, reason.reason(), reason.field()));
        continue;
      }
      Example told = ((ParsedExample.Accepted) parsed).example();
      Optional<SuspectExample.Suspicion> suspicion = AdmitFunction.suspicion(task, told);
      if (suspicion.isPresent()) {
        rejected.accept(DeadLetter.of(feedback, suspicion.get().reason(), suspicion.get().field()));
      } else {
        joined = told.withUnshared(feedback.unshared());
        fitting.add(feedback);
      }
    }
    heard.update(fitting);
    return joined;
  }

  private void keepOn(TimerService timers) throws Exception {
    if (keptUntil.value() != null) {
      timers.deleteProcessingTimeTimer(keptUntil.value());
    }
    long until = timers.currentProcessingTime() + patienceMillis;
    keptUntil.update(until);
    timers.registerProcessingTimeTimer(until);
  }

  /** What was left over at the end of the patience; nothing is kept afterwards. */
  List<DeadLetter> expire(long time) throws Exception {
    if (keptUntil.value() == null || time < keptUntil.value()) {
      return List.of();
    }
    List<DeadLetter> left = new ArrayList<>();
    if (unlabelled.value() != null) {
      left.add(
          DeadLetter.of(
              unlabelled.value().example(),
              "this label is missing, and no feedback brought it",
              unlabelled.value().label()));
    }
    for (IncomingFeedback feedback : heard.get()) {
      left.add(DeadLetter.of(feedback, NO_EXAMPLE, "id"));
    }
    heard.clear();
    unlabelled.clear();
    admitted.clear();
    keptUntil.clear();
    return left;
  }
}
