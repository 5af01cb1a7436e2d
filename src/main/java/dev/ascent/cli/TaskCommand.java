package dev.ascent.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Json;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.task.TaskDefinitionCodec;
import dev.ascent.wire.task.TaskOverrides;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which tasks a job works on, and how. */
@Command(
    name = "task",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = "Define the tasks of a running job, watch and steer them.")
final class TaskCommand implements Runnable {
  private static final String JSON = "Print JSON.";
  private static final String NAME = "Name of the task.";
  private static final String NO_STATUS = "no job has said anything of it yet";

  @Spec private CommandSpec spec;

  /** What the commands that ask something of a running task are told. */
  static final class Request {
    @Parameters(paramLabel = "NAME", description = NAME)
    private String task;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why, in words; it is kept with the command.")
    private String reason;

    @Option(names = "--json", description = JSON)
    private boolean json;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Define a task, or define it anew, from a task file.")
  int apply(
      @Parameters(paramLabel = "TASK.yaml", description = "The task file.") Path file,
      @Mixin KafkaOptions kafka,
      @Option(names = "--json", description = JSON) boolean json)
      throws Exception {
    TaskDefinition task = TaskFiles.read("task", file, TaskOverrides.NONE);
    requireModels(file, task);
    return kafka.with(
        cluster -> {
          boolean beginsAgain = new TaskRegistry(cluster, InstantSource.system()).define(task);
          done(json, "applied", task.task(), "; a running job takes it up at once");
          if (beginsAgain) {
            tell(
                "the program, the metric or the model is another one than before: the search begins"
                    + " again, and the starting program is published");
          }
          if (task.budget().tightest().equals(Caps.NONE)) {
            tell(
                file
                    + " has no `budget`: nothing but a lack of new examples ends what the job"
                    + " asks the model");
          }
          return ExitCode.OK.code();
        });
  }

  private void tell(String remark) {
    spec.commandLine().getErr().println(remark);
  }

  private static void requireModels(Path file, TaskDefinition task) {
    for (LmProfile profile : task.profiles()) {
      if (profile.baseUrl() == null || profile.model() == null) {
        String section = profile.name().equals(LmProfile.OF_TASK) ? "lm" : "lms." + profile.name();
        throw CommandFailure.usage(
            "%s: a job needs `%s.base-url` and `%s.model` to call a model"
                .formatted(file, section, section));
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "List all tasks with their status.")
  int list(@Mixin KafkaOptions kafka, @Option(names = "--json", description = JSON) boolean json)
      throws Exception {
    return kafka.with(
        cluster -> {
          List<TaskRegistry.Entry> entries =
              new TaskRegistry(cluster, InstantSource.system()).entries();
          if (json) {
            ArrayNode array = Json.shared().createArrayNode();
            entries.forEach(entry -> array.add(json(entry, false)));
            print(Json.prettyText(array));
          } else {
            table(entries).lines().forEach(out()::println);
          }
          return ExitCode.OK.code();
        });
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Show a task's status and its definition, which is a task file again.")
  int show(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin KafkaOptions kafka,
      @Option(names = "--json", description = JSON) boolean json)
      throws Exception {
    return kafka.with(
        cluster -> {
          TaskRegistry.Entry entry = new TaskRegistry(cluster, InstantSource.system()).entry(name);
          if (json) {
            print(Json.prettyText(json(entry, true)));
          } else {
            comments(entry).forEach(line -> out().println("# " + line));
            entry.definition().ifPresent(task -> print(yaml(task)));
          }
          return ExitCode.OK.code();
        });
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Stop spending on a task until it is resumed.")
  int pause(@Mixin KafkaOptions kafka, @Mixin Request request) throws Exception {
    return ask(CommandRecord.Kind.PAUSE, kafka, request);
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Go on with a paused task.")
  int resume(@Mixin KafkaOptions kafka, @Mixin Request request) throws Exception {
    return ask(CommandRecord.Kind.RESUME, kafka, request);
  }

  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "End a task until it is defined otherwise; its programs stay published.")
  int retire(@Mixin KafkaOptions kafka, @Mixin Request request) throws Exception {
    return ask(CommandRecord.Kind.RETIRE, kafka, request);
  }

  @Command(
      name = "forget",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Delete what was made from records or authors, and publish the program without it.",
        "Records of these ids and authors are refused from then on. What a job cannot reach is",
        "listed in docs/decisions/forget.md."
      })
  int forget(
      @Mixin KafkaOptions kafka,
      @Mixin Request request,
      @Option(
              names = "--record",
              paramLabel = "ID",
              description = "Id of a record; may be given several times.")
          List<String> records,
      @Mixin AuthorsOption authors)
      throws Exception {
    List<String> ids = records == null ? List.of() : records;
    if (ids.isEmpty() && authors.names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name a --record or an --author");
    }
    return askAboutSources(CommandRecord.Kind.FORGET, kafka, request, ids, authors);
  }

  @Command(
      name = "readmit",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Use later records of forgotten authors again; what was deleted stays so.")
  int readmit(@Mixin KafkaOptions kafka, @Mixin Request request, @Mixin AuthorsOption authors)
      throws Exception {
    if (authors.names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name an --author");
    }
    return askAboutSources(CommandRecord.Kind.READMIT, kafka, request, List.of(), authors);
  }

  private int askAboutSources(
      CommandRecord.Kind kind,
      KafkaOptions kafka,
      Request request,
      List<String> records,
      AuthorsOption authors)
      throws Exception {
    List<String> pseudonyms = authors.asWritten();
    return kafka.with(
        cluster -> {
          new TaskRegistry(cluster, InstantSource.system())
              .askAboutSources(request.task, kind, records, pseudonyms, request.reason);
          asked(kind, request);
          return ExitCode.OK.code();
        });
  }

  private int ask(CommandRecord.Kind kind, KafkaOptions kafka, Request request) throws Exception {
    return kafka.with(
        cluster -> {
          new TaskRegistry(cluster, InstantSource.system()).ask(request.task, kind, request.reason);
          asked(kind, request);
          return ExitCode.OK.code();
        });
  }

  private void asked(CommandRecord.Kind kind, Request request) {
    done(
        request.json,
        kind.name().toLowerCase(Locale.ROOT),
        request.task,
        " was asked for; `ascent task show " + request.task + "` tells when it is done");
  }

  private void done(boolean json, String what, String task, String remark) {
    if (json) {
      print(Json.text(Json.object().put(what, task)) + "\n");
    } else {
      out().println(what + " " + task + remark);
    }
  }

  private static TextTable table(List<TaskRegistry.Entry> entries) {
    TextTable table =
        new TextTable().row("TASK", "PHASE", "EPOCH", "BEST", "ROLLOUTS", "USD", "NOTE");
    for (TaskRegistry.Entry entry : entries) {
      if (entry.status().isEmpty()) {
        table.row(entry.task(), "-", "-", "-", "-", "-", note(entry, NO_STATUS));
        continue;
      }
      StatusRecord status = entry.status().get();
      table.row(
          entry.task(),
          status.phase().name().toLowerCase(Locale.ROOT),
          String.valueOf(status.championEpoch()),
          status.bestScore() == null ? "-" : Figures.score(status.bestScore().mean()),
          String.valueOf(status.spend().rollouts()),
          Figures.usd(status.spend().usd()),
          note(entry, why(status)));
    }
    return table;
  }

  /** What cannot be read, or else the given note. */
  private static String note(TaskRegistry.Entry entry, String otherwise) {
    return entry.unreadable().isEmpty() ? otherwise : oneLine(entry.unreadable());
  }

  private static String phase(StatusRecord status) {
    String phase = status.phase().name().toLowerCase(Locale.ROOT);
    return status.pauseCause() == null
        ? phase
        : phase + ", " + status.pauseCause().name().toLowerCase(Locale.ROOT);
  }

  /** Why it is paused and until when, or what went wrong last. */
  private static String why(StatusRecord status) {
    String error = status.lastError() == null ? "" : status.lastError();
    return status.pausedUntil() == null
        ? error
        : error + "; goes on by itself at " + status.pausedUntil();
  }

  private static String oneLine(List<String> problems) {
    return String.join("; ", problems).replaceAll("\\s*\\R\\s*", "; ");
  }

  private static List<String> comments(TaskRegistry.Entry entry) {
    if (entry.status().isEmpty()) {
      return List.of(note(entry, NO_STATUS));
    }
    StatusRecord status = entry.status().get();
    TextTable facts = new TextTable();
    if (!entry.unreadable().isEmpty()) {
      facts.row("unreadable:", oneLine(entry.unreadable()));
    }
    facts.row("phase:", phase(status));
    facts.row(
        "champion:",
        "epoch "
            + status.championEpoch()
            + (status.champion() == null ? "" : ", program " + status.champion()));
    if (status.pinned() != null) {
      facts.row("pinned:", "the champion is kept; `ascent programs unpin` ends that");
    }
    if (status.test() != null) {
      facts.row(status.test().awaitingApproval() ? "proven:" : "test:", TestText.of(status.test()));
    }
    if (status.refused() != null) {
      facts.row(
          "not promoted:",
          "program " + status.refused().program() + ": " + status.refused().reason());
    }
    if (status.bestScore() != null) {
      facts.row(
          "best score:",
          Figures.score(status.bestScore().mean())
              + " on "
              + status.bestScore().n()
              + " "
              + (status.bestScore().basis() == null ? "" : status.bestScore().basis() + " ")
              + "examples");
    }
    if (status.liveQuality() != null) {
      facts.row("live:", LiveText.quality(status));
    }
    if (status.loggedFeedback() != null) {
      facts.row("feedback:", LiveText.logged(status.loggedFeedback()));
    }
    if (status.alarm() != null) {
      facts.row("alarm:", LiveText.alarm(status.alarm()));
    }
    facts.row(
        "spent:",
        Figures.count(status.spend().rollouts())
            + " rollouts, "
            + Figures.count(status.spend().reflections())
            + " reflections, "
            + Figures.count(status.spend().promptTokens() + status.spend().completionTokens())
            + " tokens, $"
            + Figures.usd(status.spend().usd()));
    if (status.examples() != null) {
      facts.row("examples:", ExamplesText.of(status.examples()));
    }
    if (status.forgotten() != null) {
      facts.row("forgotten:", ExamplesText.of(status.forgotten()));
    }
    if (status.lastError() != null) {
      facts.row("note:", why(status));
    }
    facts.row("as of:", status.time().toString());
    return facts.lines();
  }

  private static ObjectNode json(TaskRegistry.Entry entry, boolean withDefinition) {
    ObjectNode node = Json.object().put("task", entry.task());
    node.put("defined", entry.definition().isPresent());
    if (!entry.unreadable().isEmpty()) {
      node.set("unreadable", Json.tree(entry.unreadable()));
    }
    if (withDefinition) {
      entry.definition().ifPresent(task -> node.set("definition", TaskDefinitionCodec.tree(task)));
    }
    entry.status().ifPresent(status -> node.set("status", Json.tree(status)));
    return node;
  }

  private static String yaml(TaskDefinition task) {
    ObjectNode tree = TaskDefinitionCodec.tree(task);
    tree.remove(List.of("version", "dataset"));
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(Json.shared().convertValue(tree, Map.class));
  }

  private void print(String text) {
    out().print(text);
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
