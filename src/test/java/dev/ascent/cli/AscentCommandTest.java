package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class AscentCommandTest {
  private static final Path PAGE = Path.of("docs", "cli.md");

  /** The options that several commands share, with the title of their section. */
  private static final Map<Class<?>, String> SHARED = shared();

  private static Map<Class<?>, String> shared() {
    Map<Class<?>, String> shared = new LinkedHashMap<>();
    shared.put(ModelOptions.class, "Options that name a model");
    shared.put(KafkaOptions.class, "Options that name a Kafka cluster");
    return shared;
  }

  @Test
  void suggestsWhatWasMeant() {
    CommandRun run = CommandRun.of("simulat");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("simulat")
        .containsPattern("Did you mean: .*simulate")
        .contains("ascent --help");
  }

  @Test
  void wantsACommand() {
    assertThat(CommandRun.of().status()).isEqualTo(2);
    assertThat(CommandRun.of("task").status()).isEqualTo(2);
    assertThat(CommandRun.of("--help").out()).contains("optimize").contains("Exit codes");
    assertThat(CommandRun.of("--version").out()).startsWith("ascent ");
  }

  @Test
  void tellsFailuresApart() {
    CommandRun usage = CommandRun.of("evaluate", "--program", "none.json", "--examples", "x");
    CommandRun traced =
        CommandRun.of("evaluate", "--stacktrace", "--program", "none.json", "--examples", "x");

    assertThat(usage.status()).isEqualTo(2);
    assertThat(usage.err())
        .isEqualTo(
            "ascent: --program: can't read none.json, which does not exist; expected a program file\n");
    assertThat(traced.err()).contains("at dev.ascent.cli.ProgramFiles");
  }

  @Test
  void aShareOfNothingIsRefusedBeforeAnythingStarts() {
    CommandRun run = CommandRun.of("run", "--lm-processes", "0");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("ascent: --lm-processes: expected a whole number of at least 1, found `0`\n");
  }

  @Test
  void whatCannotBeRedactedIsRefusedBeforeAnythingStarts() {
    CommandRun kind = CommandRun.of("run", "--redact", "emial");
    CommandRun names = CommandRun.of("run", "--redact-names", "no-such-file");

    assertThat(kind.status()).isEqualTo(2);
    assertThat(kind.err()).contains("nothing finds 'emial'; found are");
    assertThat(names.status()).isEqualTo(2);
    assertThat(names.err()).contains("no-such-file: there is no such file");
  }

  @Test
  void noSubtasksAreRefusedBeforeAnythingStarts() {
    CommandRun run = CommandRun.of("run", "--parallelism", "0");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--parallelism: expected a number from 1 on, found 0");
  }

  @Test
  void aDemonstrationWithoutItsFilesSaysWhichIsMissing(@TempDir Path folder) throws IOException {
    CommandRun taskless = CommandRun.of("demo", "--data", folder.toString());
    Path task = folder.resolve("task-local.yaml");
    Files.copy(Path.of("examples", "support-desk", "task-local.yaml"), task);
    CommandRun trainingless = CommandRun.of("demo", "--data", folder.toString());

    assertThat(taskless.status()).isEqualTo(2);
    assertThat(taskless.err())
        .isEqualTo(
            "ascent: --data: can't read "
                + task
                + ", which does not exist; expected a task file\n");
    assertThat(trainingless.status()).isEqualTo(2);
    assertThat(trainingless.err())
        .contains(folder.resolve("training.jsonl") + ", which does not exist");
  }

  @Test
  void refusesFoldersForFilesAndTimesThatAreNone(@TempDir Path folder) {
    CommandRun sent = CommandRun.of("send", "--task", "t", "--examples", folder.toString());
    CommandRun demo = CommandRun.of("demo", "--data", folder.toString(), "--seconds", "0");
    CommandRun start = CommandRun.of("evaluate", "--program", "start", "--examples", "x");

    assertThat(sent.status()).isEqualTo(2);
    assertThat(sent.err()).contains("--examples: can't read " + folder + ", which is a folder");
    assertThat(demo.status()).isEqualTo(2);
    assertThat(demo.err()).isEqualTo("ascent: --seconds: expected at least 1, found 0\n");
    assertThat(start.status()).isEqualTo(2);
    assertThat(start.err()).contains("--program: start is a task's program; it needs --task");
  }

  @Test
  void everyCommandAndOptionIsExplained() {
    for (CommandLine command : all()) {
      assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
      assertThat(command.getCommandSpec().options())
          .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
      assertThat(command.getCommandSpec().positionalParameters())
          .allSatisfy(parameter -> assertThat(parameter.description()).isNotEmpty());
    }
  }

  @Test
  void thePageHasEveryCommandAndOption() throws IOException {
    List<String> documented =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.matches("## .*|\\| `.*|And \\[.*"))
            .toList();

    assertThat(documented).containsExactlyElementsOf(expectedLines());
  }

  private static List<String> expectedLines() {
    List<String> lines = new ArrayList<>();
    for (CommandLine command : all()) {
      CommandSpec spec = command.getCommandSpec();
      lines.add("## `" + spec.qualifiedName() + "`");
      for (PositionalParamSpec parameter : spec.positionalParameters()) {
        lines.add(row(parameter.paramLabel(), parameter));
      }
      List<OptionSpec> shared =
          SHARED.keySet().stream().flatMap(type -> options(mixin(spec, type)).stream()).toList();
      spec.options().stream()
          .filter(option -> !option.inherited() && !shared.contains(option))
          .forEach(option -> lines.addAll(rows(List.of(option))));
      SHARED.forEach(
          (type, title) ->
              mixin(spec, type)
                  .ifPresent(found -> lines.add("And [" + title + "](#" + anchor(title) + ").")));
    }
    CommandSpec evaluate = all().get(0).getSubcommands().get("evaluate").getCommandSpec();
    CommandSpec send = all().get(0).getSubcommands().get("send").getCommandSpec();
    SHARED.forEach(
        (type, title) -> {
          lines.add("## " + title);
          lines.addAll(rows(options(mixin(type == ModelOptions.class ? evaluate : send, type))));
        });
    return lines;
  }

  private static Optional<CommandSpec> mixin(CommandSpec command, Class<?> type) {
    return command.mixins().values().stream()
        .filter(mixin -> type.isInstance(mixin.userObject()))
        .findFirst();
  }

  private static List<OptionSpec> options(Optional<CommandSpec> mixin) {
    return mixin.map(CommandSpec::options).orElse(List.of());
  }

  private static List<String> rows(List<OptionSpec> options) {
    return options.stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(
            option ->
                row(
                    option.longestName()
                        + (option.arity().max() == 0 ? "" : " " + option.paramLabel()),
                    option))
        .toList();
  }

  private static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String row(String name, ArgSpec argument) {
    String description = String.join(" ", argument.description());
    String resolved =
        description
            .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
            .replace("${COMPLETION-CANDIDATES}", candidates(argument));
    return "| `" + escaped(name) + "` | " + escaped(resolved) + " |";
  }

  private static String candidates(ArgSpec argument) {
    List<String> candidates = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(candidates::add);
    }
    return String.join(", ", candidates);
  }

  private static String escaped(String cell) {
    return cell.replace("|", "\\|");
  }

  /** The root and all below it, in the order of help. */
  private static List<CommandLine> all() {
    List<CommandLine> all = new ArrayList<>();
    collect(AscentCommand.commandLine(Terminal.NONE, () -> false), all);
    return all;
  }

  private static void collect(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().forEach(inner -> collect(inner, into));
  }
}
