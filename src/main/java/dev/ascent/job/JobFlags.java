package dev.ascent.job;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The job's options on a command line. */
public final class JobFlags {
  private JobFlags() {}

  /** Adds flags to a command; their values are taken as they were written. */
  public static void addTo(CommandSpec command, List<JobOption<?>> options) {
    for (JobOption<?> option : options) {
      OptionSpec.Builder flag =
          OptionSpec.builder(option.flag())
              .type(String.class)
              .description(option.description() + defaultClause(option));
      command.addOption(
          option.isSwitch()
              ? flag.arity("0").type(boolean.class).build()
              : flag.arity("1").paramLabel(option.label()).build());
    }
  }

  private static String defaultClause(JobOption<?> option) {
    String text = option.defaultText();
    boolean isNone =
        text.isEmpty() || option.isSwitch() || text.equals(String.valueOf(Integer.MAX_VALUE));
    return isNone ? "" : " Default: " + text + ".";
  }

  /** Hands over the flags that were given. */
  public static void collect(ParseResult parsed, List<JobOption<?>> options, GivenOptions into) {
    for (JobOption<?> option : options) {
      if (parsed.hasMatchedOption(option.flag())) {
        into.flag(option, String.valueOf((Object) parsed.matchedOptionValue(option.flag(), "")));
      }
    }
  }
}
