package dev.ascent.pipeline.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.decision.Command;
import dev.ascent.core.decision.CommandKind;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.JobClock;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final long AHEAD = Duration.ofDays(1).toMillis();

  private final TaskDefinition definition = TaskBuilder.ascent().build();
  private final AtomicInteger looks = new AtomicInteger();

  /** What happens when the job next looks at the clock. */
  private final List<AutoCloseable> steps = new ArrayList<>();

  @Test
  void goesOnByTheNewClockWhenThatIsSetBackWhileTimersWait() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> pools =
        harness()) {
      pools.open();
      pools.setProcessingTime(AHEAD);
      for (String task : List.of("mails", "tickets")) {
        JournalRecord opened = PoolJournal.empty(task, "run-1").open(definition);
        pools.processElement(PoolInput.journal(opened), 0);
      }

      // The timers of both are due at once, and the one that runs first finds the clock set back.
      steps.add(() -> pools.setProcessingTime(0));
      pools.setProcessingTime(AHEAD + 1_000);
      Command pause = Command.of(CommandKind.PAUSE, "test");
      pools.processElement(PoolInput.commanded("mails", pause, null), 0);
      pools.processElement(PoolInput.commanded("tickets", pause, null), 0);
      pools.setProcessingTime(32_000);

      assertThat(pools.extractOutputValues())
          .as("entries that did not come back are written again")
          .extracting(JournalRecord::task)
          .containsExactly("mails", "tickets", "mails", "tickets");
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, PoolInput, JournalRecord> harness()
      throws Exception {
    JobClock clock =
        millis -> {
          assertThat(looks.incrementAndGet()).as("looks at the clock").isLessThan(1_000);
          step();
          return Instant.ofEpochMilli(millis);
        };
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(
            new DecideFunction(HarnessSettings.of("run-1").withClock(clock))),
        PoolInput::task,
        Types.STRING);
  }

  private void step() {
    List<AutoCloseable> due = List.copyOf(steps);
    steps.clear();
    for (AutoCloseable step : due) {
      try {
        step.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
