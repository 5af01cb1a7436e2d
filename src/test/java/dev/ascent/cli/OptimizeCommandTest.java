package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.simulated.World;
import dev.ascent.embedded.simulated.WorldFiles;
import dev.ascent.wire.program.Evidence;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.program.ProgramRecord.ModelRecord;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeCommandTest {
  private static final String NOTHING = "nothing looked better";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    WorldFiles.write(folder, World.named("base", 1), 5, 5);
  }

  @Test
  void filesThatWouldOverwriteEachOtherAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);

    assertRefused("--out and --report name the same file", "p.json", "link/p.json");
    assertRefused("--task and --out name the same file", "task.yaml", "r.json");
    assertRefused("--examples and --report name the same file", "p.json", "link/train.jsonl");
    assertThat(link.resolve("p.json")).doesNotExist();
  }

  @Test
  void filesThatCannotBeWrittenAreRefused() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));

    assertRefused("--out: can't write " + inner + ", which is a folder", "inner", "r.json");
    assertRefused("--report: can't write " + inner + ", which is a folder", "p.json", "inner");
    assertRefused("--out: can't write", "none/p.json", "r.json");
    assertRefused("as there is no folder " + folder.resolve("none"), "p.json", "none/r.json");
  }

  @Test
  void theStartThatIsWrittenForWantOfProofIsNotCalledTheBest() throws IOException {
    TaskDefinition task = TaskFiles.read("--task", folder.resolve("task.yaml"), TaskOverrides.NONE);
    ProgramRecord start = record(task.startProgram(), Evidence.START);
    Program taught =
        task.startProgram()
            .withPredictor("route", route -> route.withRule(new Rule("Think.", List.of("e"))));
    ProgramRecord better =
        record(
            taught,
            new Evidence(
                Evidence.Status.UNPROVEN,
                Evidence.Basis.HOLDOUT,
                9,
                0.2,
                List.of(-0.1, 0.5),
                null,
                1.5,
                40));

    assertThat(OptimizeCommand.summary(start, start, NOTHING)).endsWith(NOTHING);
    assertThat(OptimizeCommand.summary(start, better, NOTHING))
        .contains(better.id())
        .endsWith("was not proven");
    assertThat(OptimizeCommand.summary(better, better, NOTHING)).startsWith("unproven");
  }

  private static ProgramRecord record(Program program, Evidence evidence) {
    return ProgramRecord.of(
        "tickets",
        0,
        program,
        evidence,
        new ModelRecord(ModelKind.SIMULATED, "simulated"),
        predictor -> List.of());
  }

  private void assertRefused(String message, String out, String report) {
    CommandRun run =
        CommandRun.of(
            "optimize",
            "--task",
            folder.resolve("task.yaml").toString(),
            "--examples",
            folder.resolve("train.jsonl").toString(),
            "--out",
            folder.resolve(out).toString(),
            "--report",
            folder.resolve(report).toString(),
            "--lm",
            "simulated");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
