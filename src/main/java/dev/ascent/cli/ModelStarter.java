package dev.ascent.cli;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;
import java.util.function.Consumer;

/** Starts a server in this process that plays or runs a model. */
@FunctionalInterface
interface ModelStarter {

  /**
   * Starts a server for a task and waits until it listens.
   *
   * @param examples that the model will be asked about, as far as they are known
   * @param progress receives lines for people
   * @throws CommandFailure if it cannot be started
   */
  Started start(TaskDefinition task, List<Example> examples, Consumer<String> progress)
      throws InterruptedException;

  /**
   * A server that listens.
   *
   * @param baseUrl of its API, {@code /v1} included
   * @param model as the server knows it
   * @param mostInFlight requests that it can have at once without one of them timing out
   * @param leastTimeoutSeconds that an answer may take
   * @param server to be closed in the end
   */
  record Started(
      String baseUrl,
      String model,
      int mostInFlight,
      int leastTimeoutSeconds,
      AutoCloseable server) {}
}
