package dev.ascent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Program;
import dev.ascent.wire.Json;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.record.TestRecord;
import dev.ascent.wire.signature.TrustedKeys;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the programs that jobs publish, and says which of them services should use. */
@Command(
    name = "programs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at published programs, compare them, and decide which one is used.")
final class ProgramsCommand implements Runnable {
  private static final String JSON = "Print JSON.";
  private static final Pattern TASK_AND_EPOCH = Pattern.compile("(.+)@(\\d{1,18})");
  private static final String PROGRAM_SYNTAX = "a program file, TASK for its latest, or TASK@EPOCH";

  @Spec private CommandSpec spec;

  /** What the commands that decide about a champion are told. */
  static final class Request {
    @Parameters(paramLabel = "TASK", description = "Name of the task.")
    private String task;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why, in words; it is kept with the command.")
    private String reason;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "List the latest program of every task.")
  int list(
      @Mixin KafkaOptions kafka,
      @Option(names = "--json", description = JSON) boolean json,
      @Mixin PublicKeyOption keys)
      throws Exception {
    Optional<TrustedKeys> trusted = keys.trusted();
    return kafka.with(
        cluster -> {
          Map<String, ProgramRecord> latest = new PublishedPrograms(cluster, trusted).latest();
          if (json) {
            out()
                .print(
                    Json.prettyText(latest.values().stream().map(ProgramsCommand::tree).toList()));
            out().flush();
          } else {
            table(latest).lines().forEach(out()::println);
          }
          return ExitCode.OK.code();
        });
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Show what a program's prompts say.")
  int show(
      @Parameters(paramLabel = "PROGRAM", description = "The program: " + PROGRAM_SYNTAX + ".")
          String name,
      @Option(names = "--epoch", paramLabel = "N", description = "As TASK@N.") Long epoch,
      @Mixin KafkaOptions kafka,
      @Option(names = "--json", description = "Print the record that services read.") boolean json,
      @Mixin PublicKeyOption keys)
      throws Exception {
    ProgramRecord record = find(epoch == null ? name : name + "@" + epoch, kafka, keys.trusted());
    if (json) {
      out().print(new String(ProgramRecord.CODEC.encodePretty(record), StandardCharsets.UTF_8));
    } else {
      ProgramText.lines(record, ProgramFiles.program(name, record)).forEach(out()::println);
    }
    out().flush();
    return ExitCode.OK.code();
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Show what a program's prompts say that another's do not.")
  int diff(
      @Parameters(paramLabel = "BEFORE", description = "A program: " + PROGRAM_SYNTAX + ".")
          String before,
      @Parameters(paramLabel = "AFTER", description = "Another one, named likewise.") String after,
      @Mixin KafkaOptions kafka)
      throws Exception {
    Program one = ProgramFiles.program(before, find(before, kafka, Optional.empty()));
    Program other = ProgramFiles.program(after, find(after, kafka, Optional.empty()));
    out().print(ProgramDiff.render(one, other, Terminal.ofProcess().coloursOut()));
    out().flush();
    return ExitCode.OK.code();
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Print programs as they are published, until Ctrl-C.")
  int watch(
      @Parameters(
              arity = "0..1",
              paramLabel = "TASK",
              description = "Only this task's (default: all).")
          String task,
      @Mixin KafkaOptions kafka,
      @Option(names = "--json", description = "Print a record a line, as services read it.")
          boolean json,
      @Mixin PublicKeyOption keys)
      throws Exception {
    Optional<TrustedKeys> trusted = keys.trusted();
    return kafka.with(
        cluster -> {
          Map<String, ProgramRecord> seen = new HashMap<>();
          try {
            new PublishedPrograms(cluster, trusted)
                .follow(
                    record -> {
                      if (task == null || task.equals(record.task())) {
                        published(record, seen.put(record.task(), record), json);
                      }
                    });
          } catch (InterruptException e) {
            // Ctrl-C is how people end it.
            Thread.currentThread().interrupt();
          }
          return ExitCode.OK.code();
        });
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Publish an earlier champion again, under a new epoch, and keep it until `programs unpin`.",
        "Only epochs since the task's program, model or metric last changed can come back."
      })
  int rollback(
      @Mixin KafkaOptions kafka,
      @Mixin Request request,
      @Option(
              names = "--epoch",
              paramLabel = "N",
              description = "Of the champion to return to (default: the one before this).")
          Long epoch)
      throws Exception {
    return ask(CommandRecord.Kind.ROLL_BACK, kafka, request, epoch, null);
  }

  @Command(
      name = "pin",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Keep a champion, whatever is proven, until `programs unpin`.")
  int pin(
      @Mixin KafkaOptions kafka,
      @Mixin Request request,
      @Option(
              names = "--epoch",
              paramLabel = "N",
              description = "Of the champion to keep (default: the present one).")
          Long epoch)
      throws Exception {
    return ask(CommandRecord.Kind.PIN, kafka, request, epoch, null);
  }

  @Command(
      name = "unpin",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Let proven challengers replace the champion again.")
  int unpin(@Mixin KafkaOptions kafka, @Mixin Request request) throws Exception {
    return ask(CommandRecord.Kind.UNPIN, kafka, request, null, null);
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Let the challenger that is proven better replace the champion.")
  int approve(
      @Mixin KafkaOptions kafka,
      @Mixin Request request,
      @Option(
              names = "--program",
              paramLabel = "ID",
              description = "The challenger that is meant (default: the one that waits).")
          String program)
      throws Exception {
    String waiting = kafka.with(cluster -> waiting(cluster, request.task));
    if (program != null && !program.equals(waiting)) {
      throw CommandFailure.usage(
          "%s does not wait for approval, %s does".formatted(program, waiting));
    }
    return ask(CommandRecord.Kind.APPROVE, kafka, request, null, waiting);
  }

  /** The challenger that waits for approval. */
  private static String waiting(KafkaCluster cluster, String task) throws Exception {
    return new TaskRegistry(cluster, InstantSource.system())
        .entry(task).status().map(StatusRecord::test).stream()
            .filter(TestRecord::awaitingApproval)
            .map(TestRecord::challenger)
            .findFirst()
            .orElseThrow(
                () -> CommandFailure.usage("no challenger of " + task + " waits for approval"));
  }

  private int ask(
      CommandRecord.Kind kind, KafkaOptions kafka, Request request, Long epoch, String program)
      throws Exception {
    return kafka.with(
        cluster -> {
          PublishedPrograms published = new PublishedPrograms(cluster);
          if (epoch != null) {
            requireTarget(kind, published.find(request.task, null), epoch);
          } else if (kind == CommandRecord.Kind.ROLL_BACK) {
            // One that this version cannot read may be rolled back all the same.
            ProgramRecord latest = published.latest().get(request.task);
            if (latest != null) {
              requireTarget(kind, latest, null);
            }
          }
          new TaskRegistry(cluster, InstantSource.system())
              .ask(request.task, kind, request.reason, epoch, program);
          String what = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
          out()
              .println(
                  "%s %s was asked for; `ascent task show %s` tells when it is done"
                      .formatted(what, request.task, request.task));
          return ExitCode.OK.code();
        });
  }

  /** Earlier epochs may be gone from the topic, and yet be known to the job. */
  private static void requireTarget(CommandRecord.Kind kind, ProgramRecord latest, Long epoch) {
    if (epoch != null && epoch > latest.epoch()) {
      throw CommandFailure.usage(
          "%s has no epoch %d yet; its latest is %d"
              .formatted(latest.task(), epoch, latest.epoch()));
    }
    if (kind != CommandRecord.Kind.ROLL_BACK) {
      return;
    }
    if (latest.epoch() == 0) {
      throw CommandFailure.usage(
          latest.task() + " is at epoch 0, its starting program; there is none to go back to");
    }
    if (epoch != null && epoch == latest.epoch()) {
      throw CommandFailure.usage(
          "%s is at epoch %d already; `ascent programs pin` keeps it"
              .formatted(latest.task(), epoch));
    }
  }

  private void published(ProgramRecord record, ProgramRecord earlier, boolean json) {
    if (json) {
      out().println(new String(ProgramRecord.CODEC.encode(record), StandardCharsets.UTF_8));
    } else {
      out().println(ProgramText.title(record));
      if (earlier != null) {
        Program before = ProgramFiles.program(record.task(), earlier);
        Program after = ProgramFiles.program(record.task(), record);
        out().println(ProgramDiff.render(before, after, Terminal.ofProcess().coloursOut()));
      }
    }
    out().flush();
  }

  private static ProgramRecord find(String name, KafkaOptions kafka, Optional<TrustedKeys> trusted)
      throws Exception {
    if (Files.exists(Path.of(name)) && !Files.isDirectory(Path.of(name))) {
      if (trusted.isPresent()) {
        throw CommandFailure.usage(
            "--public-key: " + name + " is a file, and only published programs are signed");
      }
      return ProgramFiles.read("program", Path.of(name));
    }
    Matcher epoch = TASK_AND_EPOCH.matcher(name);
    return epoch.matches()
        ? find(epoch.group(1), Long.valueOf(epoch.group(2)), kafka, trusted)
        : find(name, null, kafka, trusted);
  }

  private static ProgramRecord find(
      String task, Long epoch, KafkaOptions kafka, Optional<TrustedKeys> trusted) throws Exception {
    return kafka.with(cluster -> new PublishedPrograms(cluster, trusted).find(task, epoch));
  }

  private static TextTable table(Map<String, ProgramRecord> latest) {
    TextTable table = new TextTable().row("TASK", "EPOCH", "PROGRAM", "EVIDENCE", "MODEL");
    latest.forEach(
        (task, record) ->
            table.row(
                task,
                String.valueOf(record.epoch()),
                record.id(),
                ProgramText.evidence(record.evidence()),
                record.model().name()
                    + " ("
                    + record.model().kind().name().toLowerCase(Locale.ROOT)
                    + ")"));
    return table;
  }

  private static JsonNode tree(ProgramRecord record) {
    byte[] json = ProgramRecord.CODEC.encode(record);
    return Json.parse(new String(json, StandardCharsets.UTF_8)).orThrow();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
