package dev.ascent.pipeline.admit;

/**
 * A logged example whose envelope could be read.
 *
 * @param task whose it is
 * @param id of the record
 * @param payload its JSON
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param author who is behind it, or the empty string
 */
public record IncomingExample(
    String task,
    String id,
    String payload,
    String topic,
    int partition,
    long offset,
    String author) {

  /** State of earlier versions knows of no authors. */
  public IncomingExample {
    author = author == null ? "" : author;
  }
}
