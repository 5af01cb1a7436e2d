package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Verdict;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.program.Evidence.Status;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizeResultTest {
  private final TaskDefinition task = TaskBuilder.ascent().dataset(60, 40).rollouts(400).build();
  private final Program better =
      task.startProgram()
          .withPredictor("route", route -> route.withRule(new Rule("Think.", List.of("e1"))));

  @Test
  void whatIsNotProvenIsWrittenUnlessProofIsRequired() {
    Pool pool = judged(8, 0.1);

    assertThat(written(pool, false).id()).isEqualTo(better.id());
    assertThat(written(pool, false).evidence().status()).isEqualTo(Status.UNPROVEN);
    assertThat(written(pool, true).id()).isEqualTo(task.startProgram().id());
    assertThat(written(pool, true).evidence().status()).isEqualTo(Status.START);
  }

  @Test
  void whatIsProvenIsWrittenWhereProofIsRequired() {
    ProgramRecord written = written(judged(40, 0.8), true);

    assertThat(written.id()).isEqualTo(better.id());
    assertThat(written.evidence().status()).isEqualTo(Status.PROVEN);
  }

  private static ProgramRecord written(Pool pool, boolean requireProof) {
    return new OptimizeResult(pool, ModelKind.SIMULATED, requireProof).program();
  }

  /** The verdict after so many pairs that differed alike. */
  private Pool judged(int pairs, double difference) {
    Attempt attempt =
        Attempt.open("attempt-1", better.id(), task.startProgram().id(), 0.05, 0, pairs)
            .next(Collections.nCopies(pairs, difference), 0, 8);
    return Replay.preview(
        Pool.empty("tickets"),
        List.of(
            new Change.Defined(task),
            new Change.Joined(better, List.of()),
            new Change.Judged(new Verdict(better.id(), Evidence.of(attempt)))));
  }
}
