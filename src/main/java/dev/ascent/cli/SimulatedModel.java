package dev.ascent.cli;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import java.util.List;
import java.util.function.Consumer;

/** Starts the made-up model of {@code --lm simulated}. */
final class SimulatedModel implements ModelStarter {
  @Override
  public Started start(TaskDefinition task, List<Example> examples, Consumer<String> progress) {
    World world;
    try {
      world = World.of(task, examples);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--lm simulated: " + e.getMessage());
    }
    SimulatedModelServer server = SimulatedModelServer.start(world);
    return new Started(server.baseUrl(), SimulatedModelServer.MODEL, Integer.MAX_VALUE, 1, server);
  }
}
