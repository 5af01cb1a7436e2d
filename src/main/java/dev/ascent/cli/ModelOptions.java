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

  String name() {
    return lm;
  }

  ChosenModel choose(TaskDefinition task, List<Example> examples) throws Exception {
    LmProfile p = task.lm();
    if ("local".equals(lm)) {
      dev.ascent.embedded.local.LocalModelServer server =
          dev.ascent.embedded.local.LocalModelServer.start(
              dev.ascent.embedded.local.LocalModelWeights.inUserCache().fetch(System.err::println),
              dev.ascent.embedded.local.LocalModelSettings.forThisMachine());
      return new ChosenModel(
          new LmProfile(
              server.baseUri().toString(),
              dev.ascent.embedded.local.LocalModelServer.MODEL,
              "",
              p.temperature(),
              p.maxTokens(),
              p.maxRequestsInFlight(),
              600,
              null,
              null),
          ModelKind.LOCAL,
          server);
    }
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
