package dev.ascent.pipeline.gather;

/**
 * An element of a window that is complete once as many parts have come as its opening announced.
 */
public interface Gathered {

  /** How many parts make the window complete, or -1 where this element does not know it. */
  int expectedParts();

  /** Whether this element is one of the parts. */
  boolean isPart();

  /** Milliseconds after its first element at which the window fires with what it has. */
  long deadlineMillis();
}
