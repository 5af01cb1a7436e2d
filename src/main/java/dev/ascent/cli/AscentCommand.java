package dev.ascent.cli;

import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: {@code ascent COMMAND}. */
@Command(
    name = "ascent",
    mixinStandardHelpOptions = true,
    versionProvider = AscentCommand.Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = "Improves language-model programs from logged examples, on Flink and Kafka.",
    subcommands = {
      DemoCommand.class,
      OptimizeCommand.class,
      RunCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      TaskCommand.class,
      SendCommand.class,
      ProgramsCommand.class,
      KeysCommand.class,
      SimulateCommand.class,
      ServeCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All went well.",
      "1:Unexpected failure; --stacktrace shows where it comes from.",
      "2:The options, the task or a file are wrong.",
      "3:A model or a broker could not be reached, or refused the key.",
      "4:Interrupted."
    })
public final class AscentCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where a failure comes from.")
  private boolean stacktrace;

  AscentCommand() {}

  /** Runs a command and ends the process. */
  public static void main(String[] arguments) {
    Interruption interruption = new Interruption();
    CommandLine command = commandLine(Terminal.ofProcess(), interruption::isRequested);
    interruption.exitWith(() -> command.execute(arguments));
  }

  /** All commands, ready to be executed. */
  static CommandLine commandLine(Terminal terminal, BooleanSupplier interrupted) {
    AscentCommand root = new AscentCommand();
    Failures failures = new Failures(interrupted, () -> root.stacktrace);
    return new CommandLine(root)
        .setColorScheme(Help.defaultColorScheme(terminal.ansi()))
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  /** Takes the version from the jar that the class is in. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = AscentCommand.class.getPackage().getImplementationVersion();
      return new String[] {"ascent " + (version == null ? "(not packaged)" : version)};
    }
  }
}
