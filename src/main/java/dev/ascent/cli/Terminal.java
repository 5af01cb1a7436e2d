package dev.ascent.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What the process writes to.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param wantsColour whether colours are welcome on terminals
 */
record Terminal(boolean out, boolean err, boolean wantsColour) {

  /** Set by {@code scripts/ascent}, as the JVM cannot tell; without it nothing is a terminal. */
  static final String PROPERTY = "ascent.terminal";

  static final Terminal NONE = new Terminal(false, false, false);

  static Terminal ofProcess() {
    return of(System.getProperty(PROPERTY, ""), System.getenv());
  }

  /**
   * Reads what is known.
   *
   * @param told names of the streams that are terminals, separated by commas
   */
  static Terminal of(String told, Map<String, String> environment) {
    List<String> streams = Arrays.asList(told.split(",", -1));
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(streams.contains("out"), streams.contains("err"), !plain);
  }

  boolean coloursOut() {
    return out && wantsColour;
  }

  /** How help is coloured. */
  Ansi ansi() {
    return coloursOut() ? Ansi.ON : Ansi.OFF;
  }
}
