package dev.ascent.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.minibatch.HoldoutSplit;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.Dataset;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.NamedProfiles;
import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.wire.Json;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * A simulated world's task with its training examples, as a service would log them.
 *
 * @param definition of the task
 * @param rows inputs and labels by field name
 */
public record WorldTask(TaskDefinition definition, List<Map<String, String>> rows) {

  /** Promotes on little evidence, as tests have little time. */
  private static final double EAGER_ALPHA = 0.8;

  /** A task whose examples are a file. */
  public static WorldTask bounded(
      World world, int examples, String algorithm, int steps, long rollouts, String baseUrl) {
    List<Map<String, String>> rows = world.examples(examples);
    OptimizerDefaults defaults = OptimizerDefaults.of(algorithm);
    HoldoutSplit split = new HoldoutSplit(world.task(), defaults.holdoutShare());
    int holdout = (int) rows.stream().filter(row -> split.isHoldout(inputs(world, row))).count();
    Dataset dataset = new Dataset(rows.size() - holdout, holdout);
    return new WorldTask(definition(world, defaults, steps, rollouts, dataset, baseUrl), rows);
  }

  /** A task whose examples are a stream that ends when its budget does. */
  public static WorldTask stream(
      World world, int examples, String algorithm, long rollouts, String baseUrl) {
    OptimizerDefaults defaults = OptimizerDefaults.of(algorithm);
    return new WorldTask(
        definition(world, defaults, 0, rollouts, null, baseUrl), world.examples(examples));
  }

  private static Map<String, String> inputs(World world, Map<String, String> row) {
    String input = world.modules().get(0).signature().inputs().get(0).name();
    return Map.of(input, row.get(input));
  }

  private static TaskDefinition definition(
      World world,
      OptimizerDefaults defaults,
      int steps,
      long rollouts,
      Dataset dataset,
      String baseUrl) {
    OptimizerSettings settings = defaults.settings();
    return new TaskDefinition(
        world.task(),
        world.modules(),
        world.metric(),
        LmProfile.of(baseUrl, SimulatedModelServer.MODEL).withLimits(LmLimits.of(16, 60)),
        new OptimizerSettings(
            settings.algorithm(),
            settings.minibatchSize(),
            1,
            settings.candidates(),
            steps,
            settings.maxDemos(),
            settings.maxRules(),
            settings.samplingTemperature(),
            settings.candidateTemperature(),
            1,
            settings.selection()),
        new BudgetSettings(new Caps(rollouts, null, null), Caps.NONE),
        new PromotionPolicy(EAGER_ALPHA, 4, 30, 0, defaults.holdoutShare(), false),
        dataset,
        1);
  }

  /** The same task under other caps, and with what they are computed from. */
  public WorldTask limited(
      Caps caps, int maxTokens, double promptUsdPerMillion, double completionUsdPerMillion) {
    LmProfile lm =
        definition
            .lm()
            .withAnswers(null, maxTokens)
            .withPrices(new LmPrices(promptUsdPerMillion, completionUsdPerMillion, null));
    return new WorldTask(
        definition.withLms(lm, definition.lms()).withBudget(new BudgetSettings(caps, Caps.NONE)),
        rows);
  }

  /** The same task with a model of its own for reflections. */
  public WorldTask reflectingAt(
      String baseUrl, double promptUsdPerMillion, double completionUsdPerMillion) {
    LmProfile reflection =
        definition
            .lm()
            .withServer(baseUrl, LmKey.NONE)
            .withPrices(new LmPrices(promptUsdPerMillion, completionUsdPerMillion, null))
            .withName(NamedProfiles.REFLECTION);
    return new WorldTask(
        definition.withLms(
            definition.lm(),
            new NamedProfiles(
                Map.of(NamedProfiles.REFLECTION, reflection), NamedProfiles.REFLECTION)),
        rows);
  }

  /** The same task with so many rollouts a day, and as many in all as it likes. */
  public WorldTask limitedPerDay(long rollouts) {
    BudgetSettings budget = new BudgetSettings(Caps.NONE, new Caps(rollouts, null, null));
    return new WorldTask(definition.withBudget(budget), rows);
  }

  public String name() {
    return definition.task();
  }

  /** Writes the task and all of its examples. */
  public void send(String bootstrapServers, Topics topics)
      throws ExecutionException, InterruptedException {
    try (TopicWriter writer = writer(bootstrapServers)) {
      writer.send(topics.tasks(), name(), TaskDefinitionCodec.encode(definition));
      for (int i = 0; i < rows.size(); i++) {
        writer.send(topics.examples(), name(), example(i));
      }
      writer.confirm();
    }
  }

  /** One of the examples as a record. */
  public byte[] example(int row) {
    ObjectNode example = (ObjectNode) Json.tree(rows.get(row));
    example.put("id", "row:" + row);
    return Json.text(example).getBytes(StandardCharsets.UTF_8);
  }

  /** Has the job do what a command asks for that names nothing but its task. */
  public void command(TopicWriter writer, Topics topics, CommandRecord.Kind kind) throws Exception {
    CommandRecord command =
        new CommandRecord(name(), kind, null, null, null, null, null, "asked for", null);
    writer.send(topics.commands(), name(), CommandRecord.CODEC.encode(command));
    writer.confirm();
  }

  public static TopicWriter writer(String bootstrapServers) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    return new TopicWriter(properties);
  }
}
