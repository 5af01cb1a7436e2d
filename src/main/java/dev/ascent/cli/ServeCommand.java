package dev.ascent.cli;

import dev.ascent.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Serves the small local model until the process is told to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serve the model of `--lm local` on loopback, for other programs.",
      "Prints one JSON line with its address once it listens, then runs until Ctrl-C or SIGTERM."
    })
final class ServeCommand implements Callable<Integer> {
  /** Starts a server in this process. */
  @FunctionalInterface
  interface Loader {
    /**
     * Starts it and waits until it listens.
     *
     * @param progress receives lines for people
     * @throws CommandFailure if it cannot be started
     */
    ModelStarter.Started start(Consumer<String> progress) throws InterruptedException;
  }

  private final Loader model;
  private final StopSignal stopSignal;

  @Spec private CommandSpec spec;

  ServeCommand() {
    this(new LocalModel()::start, StopSignal.ofProcess());
  }

  ServeCommand(Loader model, StopSignal stopSignal) {
    this.model = model;
    this.stopSignal = stopSignal;
  }

  @Override
  public Integer call() throws Exception {
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess())) {
      ModelStarter.Started started = model.start(progress::line);
      try (AutoCloseable server = started.server()) {
        announce(started);
        stopSignal.await();
      }
    }
    return ExitCode.OK.code();
  }

  private void announce(ModelStarter.Started started) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("baseUrl", started.baseUrl());
    facts.put("model", started.model());
    spec.commandLine().getOut().println(Json.text(facts));
    spec.commandLine().getOut().flush();
  }
}
