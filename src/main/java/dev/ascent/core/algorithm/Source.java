package dev.ascent.core.algorithm;

import dev.ascent.core.program.Program;
import dev.ascent.core.selection.Standing;

/**
 * A program that a step works from.
 *
 * @param program its content
 * @param score by which the algorithm prefers it
 * @param deviation the standard deviation of the score's posterior; 0 where none is kept
 */
public record Source(Program program, double score, double deviation) {

  /** A source whose score is taken as it is. */
  public Source(Program program, double score) {
    this(program, score, 0);
  }

  public String id() {
    return program.id();
  }

  /** What its chance to be drawn depends on. */
  public Standing standing() {
    return new Standing(score, deviation);
  }
}
