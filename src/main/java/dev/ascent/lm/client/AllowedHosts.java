package dev.ascent.lm.client;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that may be called: what an operator allows, whatever a task's record asks for.
 * Loopback is always among them.
 *
 * @param patterns host names, {@code *.} before a name for all below it, or {@code *} for all
 */
public record AllowedHosts(List<String> patterns) implements Serializable {
  /** For whoever runs a command on a task of their own. */
  public static final AllowedHosts ANY = new AllowedHosts(List.of("*"));

  public static final AllowedHosts LOOPBACK = new AllowedHosts(List.of());

  private static final String LOOPBACK_ADDRESS = "127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}";

  /** Whether a host may be called; addresses are names like any other. */
  public boolean allow(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return isLoopback(name) || patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  private static boolean isLoopback(String name) {
    return name.equals("localhost") || name.equals("[::1]") || name.matches(LOOPBACK_ADDRESS);
  }

  private static boolean matches(String pattern, String name) {
    String wanted = pattern.strip().toLowerCase(Locale.ROOT);
    return wanted.equals("*")
        || wanted.equals(name)
        || (wanted.startsWith("*.") && name.endsWith(wanted.substring(1)));
  }
}
