package dev.ascent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.wire.Json;
import dev.ascent.wire.example.ExampleReader;
import dev.ascent.wire.example.LineReader;
import dev.ascent.wire.record.SkippedLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Sends a file of examples to the examples topic. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Send logged examples to a running job.",
      "Lines that do not fit the task are skipped and reported; Ctrl-C ends it in order."
    })
final class SendCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final int UNCONFIRMED_RECORDS = 1_000;
  private static final int SKIPPED_LINES_SHOWN = 5;
  private static final int BYTE_ORDER_MARK_BYTES = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "NAME",
      description = "Name of the task that the examples belong to.")
  private String task;

  @Option(
      names = "--examples",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines, - for standard input.")
  private String examples;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = RateConverter.class,
      description =
          "Send at most so many a second, as 50/s (default: as fast as Kafka takes them).")
  private Double perSecond;

  @Option(
      names = "--no-validate",
      description = "Send every JSON object, even if it does not fit the task.")
  private boolean unchecked;

  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "Print the counts as JSON.")
  private boolean json;

  private final List<SkippedLine> skipped = new ArrayList<>();
  private long sent;

  @Override
  public Integer call() throws Exception {
    if (!examples.equals(STANDARD_INPUT)) {
      InputFiles.require("--examples", Path.of(examples), "a file of JSON lines, or -");
    }
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess())) {
      boolean whole = kafka.with(cluster -> send(cluster, progress));
      report(whole, progress);
      if (!whole) {
        return ExitCode.INTERRUPTED.code();
      }
      return sent == 0 && !skipped.isEmpty() ? ExitCode.USAGE.code() : ExitCode.OK.code();
    }
  }

  /** Sends the lines; false if it was interrupted before the last of them. */
  private boolean send(KafkaCluster cluster, Progress progress) throws Exception {
    Optional<TaskDefinition> definition = definition(cluster, progress);
    ExampleLines lines = new ExampleLines(task, definition);
    try (TopicWriter writer = cluster.writerTo(cluster.topics().examples());
        InputStream in = open()) {
      boolean whole = send(lines, in, cluster.topics().examples(), writer, progress);
      lines.leftOut().forEach((name, rows) -> progress.line(leftOut(name, rows)));
      return whole;
    }
  }

  private static String leftOut(String name, int rows) {
    String text =
        Figures.counted(rows, "row")
            + " had `"
            + name
            + "`, which is no field of the task, and went without it";
    return name.equals("author")
        ? text + "; an author stands beside `inputs`, as in {\"author\": ..., \"inputs\": {...}}"
        : text;
  }

  private Optional<TaskDefinition> definition(KafkaCluster cluster, Progress progress)
      throws Exception {
    if (unchecked) {
      return Optional.empty();
    }
    Optional<TaskDefinition> definition =
        new TaskRegistry(cluster, InstantSource.system()).definition(task);
    if (definition.isEmpty()) {
      progress.line(
          "there is no task "
              + task
              + " yet, so nothing is checked; `ascent task apply` defines it");
    }
    return definition;
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(
        examples.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(examples)));
  }

  private boolean send(
      ExampleLines lines, InputStream in, String topic, TopicWriter writer, Progress progress)
      throws IOException, ExecutionException, InterruptedException {
    LineReader reader = new LineReader(in, ExampleReader.MAX_BYTES + BYTE_ORDER_MARK_BYTES);
    Pace pace = new Pace(perSecond);
    for (int number = 1; reader.next(); number++) {
      Optional<ObjectNode> record = record(lines, reader, number);
      if (record.isPresent()) {
        if (!pace.awaitTurn()) {
          writer.confirm();
          return false;
        }
        writer.send(topic, task, Json.text(record.get()).getBytes(StandardCharsets.UTF_8));
        sent++;
        if (sent % UNCONFIRMED_RECORDS == 0) {
          writer.confirm();
        }
      }
      progress.update(counts());
    }
    writer.confirm();
    return true;
  }

  private Optional<ObjectNode> record(ExampleLines lines, LineReader reader, int number) {
    if (reader.isCut()) {
      return skip(number, "larger than " + ExampleReader.MAX_BYTES + " bytes");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(reader.bytes())).toString();
    } catch (CharacterCodingException e) {
      return skip(number, "not UTF-8");
    }
    String row = number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (row.isBlank()) {
      return Optional.empty();
    }
    ExampleLines.Line line = lines.read(row);
    return line instanceof ExampleLines.Line.Broken broken
        ? skip(number, broken.reason())
        : Optional.of(((ExampleLines.Line.Sendable) line).json());
  }

  private Optional<ObjectNode> skip(int number, String reason) {
    skipped.add(new SkippedLine(number, reason));
    return Optional.empty();
  }

  private String counts() {
    return "sent "
        + Figures.counted(sent, "example")
        + (skipped.isEmpty() ? "" : ", skipped " + skipped.size());
  }

  private void report(boolean whole, Progress progress) {
    skipped.stream()
        .limit(SKIPPED_LINES_SHOWN)
        .forEach(line -> progress.line("skipped line " + line.line() + ": " + line.reason()));
    if (skipped.size() > SKIPPED_LINES_SHOWN) {
      progress.line(
          "... and " + Figures.counted(skipped.size() - SKIPPED_LINES_SHOWN, "more line"));
    }
    String text = counts() + " of task " + task + (whole ? "" : ", then interrupted");
    if (json) {
      ObjectNode counts = Json.object().put("task", task).put("sent", sent);
      counts.put("complete", whole);
      counts.set("skipped", Json.tree(skipped));
      text = Json.text(counts);
    }
    progress.clear();
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }

  /** Spreads records evenly over time; one that comes late does not have others come early. */
  private static final class Pace {
    private final Double perSecond;
    private long due = System.nanoTime();

    Pace(Double perSecond) {
      this.perSecond = perSecond;
    }

    /** Waits until the next record is due; false if the thread was interrupted meanwhile. */
    boolean awaitTurn() {
      if (Thread.interrupted()) {
        return false;
      }
      if (perSecond == null) {
        return true;
      }
      long now = System.nanoTime();
      due = Math.max(now, due);
      try {
        TimeUnit.NANOSECONDS.sleep(due - now);
        due += (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        return true;
      } catch (InterruptedException e) {
        // The caller confirms what was sent, which may wait itself, and then ends.
        return false;
      }
    }
  }

  /** Reads a rate: a number, with or without {@code /s}. */
  static final class RateConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double rate = Double.parseDouble(text.strip().replaceFirst("\\s*/\\s*s(ec)?$", ""));
        if (rate > 0 && rate <= 1e9) {
          return rate;
        }
      } catch (NumberFormatException e) {
        throw notARate(text, e);
      }
      throw notARate(text, null);
    }

    private static TypeConversionException notARate(String text, Exception cause) {
      TypeConversionException failure =
          new TypeConversionException("'" + text + "' is no rate; write 50/s");
      failure.initCause(cause);
      return failure;
    }
  }
}
