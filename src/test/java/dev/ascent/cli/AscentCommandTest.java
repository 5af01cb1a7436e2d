package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class AscentCommandTest {
  private static final Path PAGE = Path.of("docs", "cli.md");

  @Test
  void suggestsWhatWasMeant() {
    CommandRun run = CommandRun.of("simulat");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("simulat").contains("simulate?").contains("ascent --help");
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
        .isEqualTo("ascent: --program: can't read none.json, expected a program file\n");
    assertThat(traced.err()).contains("at dev.ascent.cli.ProgramFiles");
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
    List<String> lines = Files.readAllLines(PAGE);
    List<String> expected = new ArrayList<>();
    for (CommandLine command : all()) {
      expected.add("## `" + command.getCommandSpec().qualifiedName() + "`");
      command.getCommandSpec().positionalParameters().forEach(own -> expected.add(start(own)));
      command.getCommandSpec().options().stream()
          .filter(option -> !option.usageHelp() && !option.versionHelp() && !option.inherited())
          .forEach(option -> expected.add(start(option)));
    }
    List<String> documented =
        lines.stream()
            .filter(line -> line.startsWith("## `") || line.startsWith("| `"))
            .map(line -> line.startsWith("##") ? line : line.substring(0, line.indexOf("` |") + 3))
            .toList();

    assertThat(documented).containsExactlyElementsOf(expected);
  }

  private static String start(OptionSpec option) {
    String name = option.names()[option.names().length - 1];
    return option.arity().max() == 0
        ? "| `" + name + "` |"
        : "| `" + name + " " + option.paramLabel().replace("|", "\\|") + "` |";
  }

  private static String start(PositionalParamSpec parameter) {
    return "| `" + parameter.paramLabel() + "` |";
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
