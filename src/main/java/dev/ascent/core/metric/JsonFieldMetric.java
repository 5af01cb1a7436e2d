package dev.ascent.core.metric;

import java.util.Optional;

/**
 * 1 where two JSON documents agree at one path: the answer's field and what the example expects of
 * it. Text is compared ignoring case and the amount of white space.
 *
 * <p>An expected document without a value at the path cannot be scored.
 */
public final class JsonFieldMetric extends ExpectedFieldMetric {
  private final String pointer;
  private final JsonFieldReader reader;

  /**
   * @param field the output that holds the document
   * @param pointer JSON Pointer of the value that is compared; empty for the whole document
   * @param reader how documents are read
   */
  public JsonFieldMetric(String field, String pointer, JsonFieldReader reader) {
    super(field);
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      throw new IllegalArgumentException("a JSON Pointer starts with '/', got '" + pointer + "'");
    }
    this.pointer = pointer;
    this.reader = reader;
  }

  @Override
  boolean canCompareWith(String expected) {
    return reader.read(expected, pointer).isPresent();
  }

  @Override
  Score compare(String expected, String answer) {
    String wanted = reader.read(expected, pointer).orElseThrow();
    Optional<String> given = reader.read(answer, pointer);
    if (given.isEmpty()) {
      return new Score(
          0,
          "expected JSON with "
              + Verdict.quote(wanted)
              + place()
              + ", got "
              + Verdict.quote(answer));
    }
    return FoldedText.of(wanted).equals(FoldedText.of(given.get()))
        ? new Score(1, Verdict.right(given.get()).feedback() + place())
        : new Score(0, Verdict.wrong(wanted, given.get()).feedback() + place());
  }

  private String place() {
    return pointer.isEmpty() ? "" : " at " + pointer;
  }
}
