package dev.ascent.cli;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.local.LocalModelServer;
import dev.ascent.embedded.local.LocalModelSettings;
import dev.ascent.embedded.local.LocalModelUnavailableException;
import dev.ascent.embedded.local.LocalModelWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Starts the small model of {@code --lm local}, fetching its weights the first time. */
final class LocalModel implements ModelStarter {
  /**
   * So many wait at the server that it finds prompts with a prefix that a slot has read already,
   * which it answers several times faster, and so few that none waits for its time-out.
   */
  private static final int REQUESTS_PER_SLOT = 24;

  private static final int TIMEOUT_SECONDS = 600;

  @Override
  public Started start(TaskDefinition task, List<Example> examples, Consumer<String> progress)
      throws InterruptedException {
    return start(progress);
  }

  /** The same for whatever task. */
  Started start(Consumer<String> progress) throws InterruptedException {
    LocalModelSettings settings = LocalModelSettings.forThisMachine();
    try {
      Path weights = LocalModelWeights.inUserCache().fetch(progress);
      LocalModelServer server = LocalModelServer.start(weights, settings);
      return new Started(
          server.baseUri().toString(),
          LocalModelServer.MODEL,
          REQUESTS_PER_SLOT * settings.slots(),
          TIMEOUT_SECONDS,
          server);
    } catch (LocalModelUnavailableException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, e.getMessage(), e);
    }
  }
}
