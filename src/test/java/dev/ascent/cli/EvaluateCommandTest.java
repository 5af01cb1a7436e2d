package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Program;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.embedded.simulated.WorldFiles;
import dev.ascent.testing.LoopbackServer;
import dev.ascent.wire.Json;
import dev.ascent.wire.program.Evidence;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.program.ProgramRecord.ModelRecord;
import dev.ascent.wire.task.TaskOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  private static final int TESTS = 60;

  @TempDir Path folder;

  private final World world = World.named("six-keywords", 3);
  private SimulatedModelServer server;
  private String task;
  private String test;
  private String better;

  @BeforeEach
  void writeFiles() throws IOException {
    server = SimulatedModelServer.start(world);
    WorldFiles.write(folder, world, 60, TESTS, server.baseUrl());
    Path file = folder.resolve("task.yaml");
    task = file.toString();
    test = folder.resolve("test.jsonl").toString();
    // Stragglers that are asked for twice would count twice.
    Files.writeString(file, Files.readString(file).replace("lm:\n", "lm:\n  adaptive: false\n"));
    TaskDefinition definition = TaskFiles.read("--task", file, TaskOverrides.NONE);
    assertThat(definition.lm().limits().adaptive()).isFalse();
    better = write("better.json", withDemos(definition.startProgram(), 40));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void twoProgramsAreComparedByExample() {
    CommandRun run = evaluate("--program", better, "--against", "start", "--json");

    JsonNode result = Json.parse(run.out()).orThrow();
    JsonNode programs = result.get("programs");
    assertThat(run.status()).isZero();
    assertThat(result.at("/model/kind").asText()).isEqualTo("simulated");
    assertThat(result.get("examples").asInt()).isEqualTo(TESTS);
    assertThat(programs).hasSize(2);
    double gain =
        programs.at("/0/scores/0/mean").asDouble() - programs.at("/1/scores/0/mean").asDouble();
    assertThat(result.at("/differences/0/mean").asDouble())
        .isCloseTo(gain, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(result.at("/differences/0/interval/0").asDouble()).isPositive();
    assertThat(programs.at("/0/rollouts").asInt()).isEqualTo(TESTS);
    assertThat(programs.at("/0/usage/requests").asInt()).isEqualTo(TESTS);
    assertThat(programs.at("/0/worst").size()).isLessThanOrEqualTo(5);
    assertThat(server.stats().rollouts()).isEqualTo(2L * TESTS);
  }

  @Test
  void peopleReadATable() {
    CommandRun run =
        evaluate(
            "--program",
            "start",
            "--metric",
            "exact-match",
            "--metric",
            "f1:team",
            "--samples",
            "2",
            "--worst",
            "1");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("SIMULATED")
        .contains("examples: 60")
        .containsPattern("exact-match team +0\\.\\d{3} \\[0\\.\\d{3}, 0\\.\\d{3}]")
        .containsPattern("f1 team +0\\.\\d{3} ")
        .contains("Worst examples of start:")
        .contains("ticket: ");
    assertThat(server.stats().rollouts()).isEqualTo(2L * TESTS);
  }

  @Test
  void aProgramAloneIsEnough() {
    CommandRun run =
        CommandRun.of(
            "evaluate", "--program", better, "--examples", test, "--lm", server.baseUrl());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("exact-match team");
  }

  @Test
  void brokenLinesAreCounted() throws IOException {
    Path file = folder.resolve("few.jsonl");
    Files.writeString(
        file, "{\"ticket\": \"hm\", \"team\": \"sales\"}\nnonsense\n{\"ticket\": \"no label\"}\n");

    CommandRun run =
        CommandRun.of(
            "evaluate", "--program", "start", "--task", task, "--examples", file.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("examples: 1, skipped lines: 2 (line 2: ");
  }

  @Test
  void refusesWhatCannotBeScored() {
    assertThat(evaluate("--program", "start", "--metric", "exactly").err())
        .contains("no metric 'exactly'");
    assertThat(evaluate("--program", "start", "--metric", "exact-match:group").err())
        .contains("does not answer `group`");
    assertThat(evaluate("--program", task).err()).contains("is no program");
  }

  @Test
  void faultsAreNoScores() throws IOException {
    try (LoopbackServer refusing =
        new LoopbackServer(LoopbackServer.status(401, "{\"error\": {\"message\": \"no\"}}"))) {
      CommandRun run = evaluate("--program", "start", "--lm", refusing.baseUrl(), "--model", "any");

      assertThat(run.status()).isEqualTo(3);
      assertThat(run.err()).contains("the key was refused");
    }
    server.setDown(true);
    assertThat(evaluate("--program", "start", "--lm", "http://127.0.0.1:1/v1").status())
        .isEqualTo(3);
  }

  @Test
  void predictShowsTheAnswer() {
    CommandRun run =
        CommandRun.of(
            "predict", "--program", better, "--task", task, "--input", "ticket=what now?");
    CommandRun asJson =
        CommandRun.of(
            "predict",
            "--program",
            better,
            "--lm",
            server.baseUrl(),
            "--inputs",
            "{\"ticket\": \"what now?\"}",
            "--json",
            "--verbose");

    assertThat(run.status()).isZero();
    assertThat(run.out()).containsPattern("^route\n  team: \\w+\n$");
    assertThat(run.err()).contains("SIMULATED");
    JsonNode tree = Json.parse(asJson.out()).orThrow();
    assertThat(tree.at("/outputs/team").asText()).isNotEmpty();
    assertThat(tree.at("/trajectory/0/inputs/ticket").asText()).isEqualTo("what now?");
    assertThat(tree.at("/exchanges/0/messages/0/role").asText()).isEqualTo("system");
    assertThat(tree.at("/exchanges/0/answer").asText()).contains("[[ ## team ## ]]");
  }

  @Test
  void predictWantsTheProgramsInputs() {
    assertThat(CommandRun.of("predict", "--program", better, "--task", task).err())
        .contains("the input `ticket` is missing");
    assertThat(
            CommandRun.of(
                    "predict",
                    "--program",
                    better,
                    "--task",
                    task,
                    "--input",
                    "ticket=a",
                    "--input",
                    "tone=b")
                .err())
        .contains("no input `tone`");
  }

  private CommandRun evaluate(String... arguments) {
    String[] all = new String[arguments.length + 5];
    all[0] = "evaluate";
    all[1] = "--task";
    all[2] = task;
    all[3] = "--examples";
    all[4] = test;
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    return CommandRun.of(all);
  }

  private Program withDemos(Program program, int count) {
    Program taught = program;
    for (Map<String, String> row : world.examples(count).subList(0, 8)) {
      Demo demo =
          new Demo(
              Map.of("ticket", row.get("ticket")), Map.of("team", row.get("team")), List.of("e"));
      taught = taught.withPredictor("route", route -> route.withDemo(demo));
    }
    return taught;
  }

  private String write(String name, Program program) throws IOException {
    ProgramRecord record =
        ProgramRecord.of(
            "tickets",
            1,
            program,
            Evidence.START,
            new ModelRecord(ModelKind.SIMULATED, "simulated"),
            predictor -> List.of());
    Path file = folder.resolve(name);
    Files.write(file, ProgramRecord.CODEC.encodePretty(record));
    return file.toString();
  }
}
