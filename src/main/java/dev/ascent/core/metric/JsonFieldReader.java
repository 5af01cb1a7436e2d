package dev.ascent.core.metric;

import java.util.Optional;

/** Reads single values out of JSON documents, which the core itself cannot. */
@FunctionalInterface
public interface JsonFieldReader {

  /**
   * The value that a JSON Pointer leads to, as text: a string as it is, anything else as JSON in a
   * form that is equal for equal values (numbers by value, objects whatever their key order).
   *
   * @param document JSON text, which may be malformed
   * @param pointer as RFC 6901 defines it; empty for the whole document
   * @return empty if the document is no JSON or the pointer leads nowhere
   */
  Optional<String> read(String document, String pointer);
}
