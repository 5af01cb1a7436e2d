package dev.ascent.core.task;

import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Signature;

/**
 * One module of a task's program as people define it.
 *
 * @param name unique within the program
 * @param type how it answers
 * @param signature its task and fields
 */
public record ModuleDefinition(String name, ModuleType type, Signature signature) {}
