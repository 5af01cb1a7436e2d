package dev.ascent.pipeline.admit;

import java.util.List;

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
 * @param unshared its words that too few authors have used; not yet known before the share stage
 */
public record IncomingFeedback(
    String task,
    String id,
    String payload,
    String topic,
    int partition,
    long offset,
    String author,
    List<String> unshared) {

  /** State of earlier versions knows of no authors and no such words. */
  public IncomingFeedback {
    author = author == null ? "" : author;
    unshared = unshared == null ? List.of() : unshared;
  }

  IncomingFeedback(
      String task,
      String id,
      String payload,
      String topic,
      int partition,
      long offset,
      String author) {
    this(task, id, payload, topic, partition, offset, author, List.of());
  }

  IncomingFeedback withUnshared(List<String> words) {
    return new IncomingFeedback(task, id, payload, topic, partition, offset, author, words);
  }
}
