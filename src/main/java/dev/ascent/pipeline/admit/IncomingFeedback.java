package dev.ascent.pipeline.admit;

/**
 * Late feedback whose envelope could be read.
 *
 * @param task whose it is
 * @param id of the example that it is about
 * @param payload its JSON
 * @param topic where it stood
 * @param partition where it stood
 * @param offset where it stood
 * @param author who says so, or the empty string
 */
public record IncomingFeedback(
    String task,
    String id,
    String payload,
    String topic,
    int partition,
    long offset,
    String author) {

  /** State of earlier versions knows of no authors. */
  public IncomingFeedback {
    author = author == null ? "" : author;
  }
}
