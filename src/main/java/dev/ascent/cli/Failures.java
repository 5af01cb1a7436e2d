package dev.ascent.cli;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong on standard error, and with which code the process ends for it. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final BooleanSupplier interrupted;
  private final BooleanSupplier wantsStackTrace;

  /**
   * Creates a handler.
   *
   * @param interrupted whether the process was asked to end, which explains any failure
   * @param wantsStackTrace whether to show where failures come from
   */
  Failures(BooleanSupplier interrupted, BooleanSupplier wantsStackTrace) {
    this.interrupted = interrupted;
    this.wantsStackTrace = wantsStackTrace;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("ascent: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("'" + command.getCommandSpec().qualifiedName() + " --help' lists what there is.");
    err.flush();
    return ExitCode.USAGE.code();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    ExitCode code = report(failure, err);
    if (wantsStackTrace.getAsBoolean()) {
      failure.printStackTrace(err);
    } else if (code == ExitCode.UNEXPECTED) {
      err.println("ascent: --stacktrace shows where this comes from.");
    }
    err.flush();
    return code.code();
  }

  private ExitCode report(Exception failure, PrintWriter err) {
    if (failure instanceof InterruptedException || interrupted.getAsBoolean()) {
      err.println("ascent: interrupted");
      return ExitCode.INTERRUPTED;
    }
    if (failure instanceof CommandFailure expected) {
      err.println("ascent: " + expected.getMessage());
      return expected.exitCode();
    }
    err.println("ascent: unexpected failure: " + oneLine(failure));
    return ExitCode.UNEXPECTED;
  }

  private static String oneLine(Exception failure) {
    String name = failure.getClass().getSimpleName();
    return failure.getMessage() == null
        ? name
        : name + ": " + failure.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
