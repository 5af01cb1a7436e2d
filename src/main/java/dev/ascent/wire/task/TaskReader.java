package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.task.Dataset;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.NamedProfiles;
import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;

/** Reads a task from its tree, wherever that came from. */
final class TaskReader {
  private static final MetricDefinition UNREADABLE =
      new MetricDefinition(MetricType.EXACT_MATCH, "", 0, "", "");

  private TaskReader() {}

  /**
   * The task that the tree defines.
   *
   * @param problems what is wrong with the text so far; what is found here is added
   * @param dataset of a bounded task, or null for a stream
   */
  static ParsedTask read(ObjectNode root, Problems problems, Dataset dataset) {
    Section top = Section.top(root, problems);
    String name = top.required("task", "", JsonNode::textValue);
    List<ModuleDefinition> modules =
        top.requiredSection("program")
            .map(program -> ProgramReader.read(program, top.section("lms").names()))
            .orElse(List.of());
    MetricDefinition metric =
        top.requiredSection("metric")
            .map(section -> MetricReader.read(section, modules))
            .orElse(UNREADABLE);
    Section optimizer = top.section("optimizer");
    OptimizerDefaults defaults =
        OptimizerDefaults.of(optimizer.text("algorithm", OptimizerDefaults.ASCENT));
    LmProfile lm = ProfilesReader.own(top.section("lm"));
    NamedProfiles lms = ProfilesReader.named(top, lm, modules);
    requireForBudget(top, lm, lms);
    TaskDefinition task =
        new TaskDefinition(
            name,
            modules,
            metric,
            lm,
            SettingsReader.optimizer(optimizer, defaults.settings()),
            SettingsReader.budget(top.section("budget")),
            SettingsReader.promotion(top.section("promotion"), defaults),
            dataset,
            top.optional("seed", 0L, JsonNode::longValue),
            lms);
    if (!problems.isEmpty()) {
      // Canaries can be checked against fields that are right alone.
      return new ParsedTask.Invalid(problems.list());
    }
    TaskDefinition whole =
        task.withPromotion(
            task.promotion().withCanaries(CanaryReader.read(top.section("promotion"), task)));
    return problems.isEmpty()
        ? new ParsedTask.Valid(whole)
        : new ParsedTask.Invalid(problems.list());
  }

  private static void requireForBudget(Section top, LmProfile lm, NamedProfiles lms) {
    Section budget = top.section("budget");
    ProfilesReader.requireFor(budget, top.section("lm"), lm);
    lms.byName()
        .forEach(
            (name, profile) ->
                ProfilesReader.requireFor(budget, top.section("lms").section(name), profile));
  }
}
