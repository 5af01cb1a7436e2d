package dev.ascent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.minibatch.HoldoutSplit;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.Dataset;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.embedded.simulated.WorldFiles;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.lm.client.LanguageModels;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.wire.Json;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.task.ParsedTask;
import dev.ascent.wire.task.TaskDefinitionCodec;
import dev.ascent.wire.task.TaskFile;
import dev.ascent.wire.task.TaskOverrides;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedAscentITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Map<String, Object> STEPS = Map.of("optimizer.steps", 3);

  private final World world = World.named("six-keywords", 3);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"simba", "ascent"})
  void improvesATaskWhoseExamplesAreAFile(String algorithm) throws Exception {
    try (SimulatedModelServer server = SimulatedModelServer.start(world)) {
      Pool pool = searched(server, new TaskOverrides(STEPS).algorithm(algorithm));

      assertThat(pool.verdict()).isNotNull();
      assertThat(pool.ledger().total().rollouts()).isEqualTo(server.stats().rollouts());
      assertThat(world.accuracy(pool.program(pool.verdict().program())))
          .isGreaterThan(world.start() + 0.1);
    }
  }

  @Test
  void whatProgramsAnsweredIsKnownAtTheEndOfAStep() throws Exception {
    Map<String, Object> demosAlone = new HashMap<>(STEPS);
    demosAlone.put("optimizer.max-rules", 0);
    try (SimulatedModelServer server = SimulatedModelServer.start(world)) {
      Pool pool = searched(server, new TaskOverrides(demosAlone));

      assertThat(pool.knowledge().recalls()).anyMatch(recalls -> recalls.answers() > 0);
    }
  }

  private Pool searched(SimulatedModelServer server, TaskOverrides overrides) throws Exception {
    try (EmbeddedAscent ascent =
        EmbeddedAscent.start(
            AscentSettings.of("run-1", 2, ModelKind.SIMULATED),
            profile -> LanguageModels.ofProcess().acquire(profile, AllowedHosts.LOOPBACK))) {
      WorldFiles.write(folder, world, 120, 10, server.baseUrl());
      ParsedTask parsed = TaskFile.read(folder.resolve("task.yaml"), overrides.maxRollouts(1500L));
      TaskDefinition file = ((ParsedTask.Valid) parsed).task();
      List<Map<String, String>> rows = world.examples(120);
      HoldoutSplit split = new HoldoutSplit(file.task(), file.promotion().holdoutShare());
      int holdout =
          (int)
              rows.stream()
                  .filter(row -> split.isHoldout(Map.of("ticket", row.get("ticket"))))
                  .count();
      TaskDefinition task = file.withDataset(new Dataset(rows.size() - holdout, holdout));
      send(ascent, task, rows);

      return finished(ascent, task);
    }
  }

  private static void send(
      EmbeddedAscent ascent, TaskDefinition task, List<Map<String, String>> rows) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", ascent.bootstrapServers());
    try (TopicWriter writer = new TopicWriter(properties)) {
      writer.send(ascent.topics().tasks(), task.task(), TaskDefinitionCodec.encode(task));
      int line = 0;
      for (Map<String, String> row : rows) {
        ObjectNode example = (ObjectNode) Json.tree(row);
        example.put("id", "train.jsonl:" + ++line);
        writer.send(
            ascent.topics().examples(),
            task.task(),
            Json.text(example).getBytes(StandardCharsets.UTF_8));
      }
      writer.confirm();
    }
  }

  private static Pool finished(EmbeddedAscent ascent, TaskDefinition task) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    try (JournalFollower follower =
        new JournalFollower(ascent.bootstrapServers(), ascent.topics().journal(), task.task())) {
      while (follower.pool().phase() != Phase.FINISHED) {
        assertThat(Instant.now()).as("waited too long for %s", follower.pool()).isBefore(end);
        follower.poll(Duration.ofMillis(100), (entry, pool) -> {});
        if (ascent.hasEnded()) {
          throw new AssertionError("the job ended", ascent.failure());
        }
      }
      return follower.pool();
    }
  }
}
