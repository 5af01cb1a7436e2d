package dev.ascent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.embedded.simulated.Drift;
import dev.ascent.embedded.simulated.FaultRates;
import dev.ascent.embedded.simulated.Latency;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.embedded.simulated.WorldFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Serves a simulated model until the process is told to end. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serve a SIMULATED model on loopback, of which the truth is known.",
      "Prints one JSON line with its address once it listens, then runs until Ctrl-C or SIGTERM."
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StopSignal stopSignal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--world",
      paramLabel = "NAME",
      defaultValue = "base",
      completionCandidates = WorldNames.class,
      description =
          "Which world to simulate: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String worldName;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "What the world, latencies and faults are made from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port on 127.0.0.1; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--latency-median",
      paramLabel = "TIME",
      defaultValue = "0ms",
      converter = DurationConverter.class,
      description =
          "Median of the answers' lognormal latency, as 300ms, 1.5s or 2m; 0ms answers at once"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration latencyMedian;

  @Option(
      names = "--latency-sigma",
      paramLabel = "X",
      defaultValue = "0.8",
      description = "Standard deviation of the latency's logarithm (default: ${DEFAULT-VALUE}).")
  private double latencySigma;

  @Option(
      names = "--fault-429",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share of requests refused with 429 and Retry-After (default: ${DEFAULT-VALUE}).")
  private double fault429;

  @Option(
      names = "--admit-per-second",
      paramLabel = "N",
      description =
          "Refuse requests that come faster than N a second with 429 and Retry-After; a second's"
              + " worth may come at once (default: no limit).")
  private Double admitPerSecond;

  @Option(
      names = "--fault-500",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of requests that end in 500 (default: ${DEFAULT-VALUE}).")
  private double fault500;

  @Option(
      names = "--fault-cut",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of answers whose body is cut short (default: ${DEFAULT-VALUE}).")
  private double faultCut;

  @Option(
      names = "--fault-close",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of requests whose connection is closed (default: ${DEFAULT-VALUE}).")
  private double faultClose;

  @Option(
      names = "--fault-hang",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share of requests that hang before they are answered (default: ${DEFAULT-VALUE}).")
  private double faultHang;

  @Option(
      names = "--hang-seconds",
      paramLabel = "N",
      defaultValue = "120",
      description = "How long a hanging request hangs (default: ${DEFAULT-VALUE}).")
  private long hangSeconds;

  @Option(
      names = "--drift",
      paramLabel = "KIND",
      completionCandidates = DriftLabels.class,
      description =
          "How the model changes for the worse: harder (all programs answer worse) or misled"
              + " (what programs were taught misleads it). Ticket worlds only.")
  private String drift;

  @Option(
      names = "--drift-after",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Rollouts before that change (default: ${DEFAULT-VALUE}).")
  private long driftAfter;

  @Option(
      names = "--gullible",
      description =
          "Have the model take for an order whatever it reads in a record or in what a program was"
              + " taught and its world has not written: it passes it on as advice, and answers as"
              + " it says. Ticket worlds only.")
  private boolean gullible;

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description = "Write task.yaml, train.jsonl and test.jsonl of the world to this folder.")
  private Path files;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "200",
      description = "Training examples that --files writes (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Option(
      names = "--test-examples",
      paramLabel = "N",
      defaultValue = "500",
      description = "Test examples that --files writes (default: ${DEFAULT-VALUE}).")
  private int testExamples;

  public SimulateCommand() {
    this(StopSignal.ofProcess());
  }

  SimulateCommand(StopSignal stopSignal) {
    this.stopSignal = stopSignal;
  }

  @Override
  public Integer call() throws IOException {
    World world = world();
    Optional<World> later = later(world);
    try (SimulatedModelServer server = start(world)) {
      later.ifPresent(after -> server.drift(after, driftAfter));
      writeFiles(world, server);
      announce(world, server);
      stopSignal.await();
    }
    return 0;
  }

  private void writeFiles(World world, SimulatedModelServer server) throws IOException {
    if (files == null) {
      return;
    }
    try {
      WorldFiles.write(files, world, examples, testExamples, server.baseUrl());
    } catch (FileAlreadyExistsException e) {
      throw new ParameterException(
          spec.commandLine(), "--files: " + e.getFile() + " is a file, expected a folder", e);
    } catch (AccessDeniedException e) {
      throw new ParameterException(
          spec.commandLine(), "--files: this user may not write " + e.getFile(), e);
    }
  }

  private World world() {
    World world;
    try {
      world = World.named(worldName, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try {
      return gullible ? world.gullible() : world;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--gullible: " + e.getMessage(), e);
    }
  }

  private Optional<World> later(World world) {
    if (drift == null) {
      return Optional.empty();
    }
    if (!Drift.labels().contains(drift)) {
      throw new ParameterException(
          spec.commandLine(),
          "--drift: expected one of " + String.join(", ", Drift.labels()) + ", found " + drift);
    }
    try {
      return Optional.of(world.after(Drift.valueOf(drift.toUpperCase(Locale.ROOT))));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--drift: " + e.getMessage(), e);
    }
  }

  private SimulatedModelServer start(World world) {
    Latency latency;
    FaultRates faults;
    try {
      latency = new Latency(latencyMedian, latencySigma);
      faults =
          new FaultRates(
              fault429,
              fault500,
              faultCut,
              faultHang,
              faultClose,
              Duration.ofSeconds(hangSeconds),
              FaultRates.NONE.retryAfter());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try {
      return SimulatedModelServer.start(world, port, latency, faults, admitted());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--port: " + e.getMessage(), e);
    } catch (CompletionException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--port: can't listen on port " + port + ": " + e.getCause().getMessage(),
          e);
    }
  }

  private OptionalDouble admitted() {
    if (admitPerSecond == null) {
      return OptionalDouble.empty();
    }
    if (!(admitPerSecond > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--admit-per-second must be above 0, got " + admitPerSecond);
    }
    return OptionalDouble.of(admitPerSecond);
  }

  private void announce(World world, SimulatedModelServer server) throws JsonProcessingException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("baseUrl", server.baseUrl());
    facts.put("model", SimulatedModelServer.MODEL);
    facts.put("world", world.name());
    facts.put("seed", world.seed());
    facts.put("gullible", gullible);
    facts.put("start", rounded(world.start()));
    facts.put("attainable", rounded(world.attainable()));
    spec.commandLine()
        .getErr()
        .printf(
            "SIMULATED model at %s (world %s, seed %d%s); figures from it are simulated."
                + " Ctrl-C ends it.%n",
            server.baseUrl(), world.name(), world.seed(), gullible ? ", gullible" : "");
    spec.commandLine().getErr().flush();
    spec.commandLine().getOut().println(MAPPER.writeValueAsString(facts));
    spec.commandLine().getOut().flush();
  }

  /** Six digits, which rid sums of their floating-point dust. */
  private static double rounded(double share) {
    return Math.round(share * 1e6) / 1e6;
  }

  /** The worlds that {@code --world} takes. */
  static final class WorldNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return World.names().iterator();
    }
  }

  /** The kinds that {@code --drift} takes. */
  static final class DriftLabels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Drift.labels().iterator();
    }
  }

  /** Reads a number with one of the units ms, s and m. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    private static final List<Map.Entry<String, Double>> UNITS_IN_MILLIS =
        List.of(Map.entry("ms", 1.0), Map.entry("s", 1e3), Map.entry("m", 60e3));

    @Override
    public Duration convert(String text) {
      String trimmed = text.strip().toLowerCase(Locale.ROOT);
      for (Map.Entry<String, Double> unit : UNITS_IN_MILLIS) {
        if (trimmed.endsWith(unit.getKey())) {
          String number = trimmed.substring(0, trimmed.length() - unit.getKey().length());
          return Duration.ofNanos(Math.round(number(text, number) * unit.getValue() * 1e6));
        }
      }
      throw notADuration(text);
    }

    private static double number(String text, String number) {
      try {
        return Double.parseDouble(number.strip());
      } catch (NumberFormatException e) {
        throw notADuration(text);
      }
    }

    private static TypeConversionException notADuration(String text) {
      return new TypeConversionException("'" + text + "' is no duration; write 300ms, 1.5s or 2m");
    }
  }
}
