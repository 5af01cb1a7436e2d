package dev.ascent.redaction;

import dev.ascent.core.text.Span;
import java.util.List;

/**
 * Finds one kind of what must not be kept: personal data or secrets. Finders of others are taken
 * from the class path by {@link java.util.ServiceLoader}; they need a constructor without arguments
 * and have to be safe for use by several threads.
 */
public interface Finder {
  /** What it finds, in one word: it stands in place of what was found. */
  String kind();

  /** Every part of the text that is of the kind; they may overlap. */
  List<Span> find(String text);
}
