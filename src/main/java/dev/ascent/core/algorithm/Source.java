package dev.ascent.core.algorithm;

import dev.ascent.core.program.Program;

/**
 * A program that a step works from.
 *
 * @param program its content
 * @param score by which the algorithm prefers it
 */
public record Source(Program program, double score) {
  public String id() {
    return program.id();
  }
}
