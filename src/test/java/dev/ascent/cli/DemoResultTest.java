package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoResultTest {
  private final TaskDefinition task = TaskBuilder.ascent().build();

  @Test
  void aJobThatBeganOnNothingProvedNothing() throws Exception {
    assertThat(told(Pool.empty("tickets")))
        .contains("Nothing was proven in this time; try again with a larger --seconds")
        .doesNotContain("The best program");
  }

  @Test
  void whatProvedNothingSaysHowFarItCame() throws Exception {
    PoolJournal journal = PoolJournal.empty("tickets", "run-1");
    journal.open(task);

    assertThat(told(journal.pool()))
        .contains("Nothing was proven in this time")
        .contains("The best program so far has answered no training message yet.");
  }

  private String told(Pool pool) throws InterruptedException {
    StringWriter out = new StringWriter();
    try (TaskModels models = new TaskModels(task);
        Progress progress = Progress.on(new PrintWriter(new StringWriter()), Terminal.NONE)) {
      int code =
          new DemoResult(task, ModelKind.SIMULATED, pool, models, progress)
              .tell(List.of(), new PrintWriter(out));
      assertThat(code).isEqualTo(ExitCode.UNEXPECTED.code());
    }
    return out.toString();
  }
}
