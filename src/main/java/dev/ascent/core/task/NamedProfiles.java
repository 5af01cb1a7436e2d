package dev.ascent.core.task;

import java.util.Map;

/**
 * The models that a task talks to besides its own.
 *
 * @param byName profiles by their names
 * @param reflection name of the one that strategies ask; empty for the task's own
 */
public record NamedProfiles(Map<String, LmProfile> byName, String reflection) {
  public static final NamedProfiles NONE = new NamedProfiles(Map.of(), "");

  /** The one that strategies ask where a task names no other. */
  public static final String REFLECTION = "reflection";
}
