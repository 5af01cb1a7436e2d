package dev.ascent.cli;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.List;
import picocli.CommandLine.Option;

final class ModelOptions {
  @Option(names = "--lm", paramLabel = "URL|local|simulated", description = "The model.")
  private String lm;

  ChosenModel choose(TaskDefinition task, List<Example> examples) {
    LmProfile p = task.lm();
    String url = lm == null ? p.baseUrl() : lm;
    if (url == null) {
      throw CommandFailure.usage("no model is named");
    }
    return new ChosenModel(
        new LmProfile(
            url,
            p.model() == null ? "simulated" : p.model(),
            p.apiKeyEnv(),
            p.temperature(),
            p.maxTokens(),
            p.maxRequestsInFlight(),
            p.timeoutSeconds(),
            p.promptUsdPerMillion(),
            p.completionUsdPerMillion()),
        ModelKind.SIMULATED,
        () -> {});
  }
}
