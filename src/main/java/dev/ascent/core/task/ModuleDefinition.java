package dev.ascent.core.task;

import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Signature;

/**
 * One module of a task's program as people define it.
 *
 * @param name unique within the program
 * @param type how it answers
 * @param signature its task and fields
 * @param lm name of the profile that it asks; empty for the task's own
 */
public record ModuleDefinition(String name, ModuleType type, Signature signature, String lm) {

  /** Journals from before modules had profiles name none. */
  public ModuleDefinition {
    lm = lm == null ? "" : lm;
  }

  /** A module that asks the task's own model. */
  public ModuleDefinition(String name, ModuleType type, Signature signature) {
    this(name, type, signature, "");
  }
}
