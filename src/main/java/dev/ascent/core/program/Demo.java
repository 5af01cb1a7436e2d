package dev.ascent.core.program;

import java.util.List;
import java.util.Map;

/**
 * One worked example that a predictor's prompt shows.
 *
 * @param inputs by field name, as text (see {@link FieldType})
 * @param outputs by field name, as text; fields that are missing are shown as not supplied
 * @param sources ids of the examples that it was made from
 * @param authors digests of those who wrote these examples or commented on them, as far as known
 */
public record Demo(
    Map<String, String> inputs,
    Map<String, String> outputs,
    List<String> sources,
    List<String> authors) {

  /** Journals and state of earlier versions know of no authors. */
  public Demo {
    authors = authors == null ? List.of() : authors;
  }

  /** A demo from examples of nobody known. */
  public Demo(Map<String, String> inputs, Map<String, String> outputs, List<String> sources) {
    this(inputs, outputs, sources, List.of());
  }
}
