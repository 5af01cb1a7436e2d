package dev.ascent.pipeline.admit;

import java.util.List;

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
 * @param unshared its words that too few authors have used; not yet known before the share stage
 */
public record IncomingExample(
    String task,
    String id,
    String payload,
    String topic,
    int partition,
    long offset,
    String author,
    List<String> unshared) {

  /** State of earlier versions knows of no authors and no such words. */
  public IncomingExample {
    author = author == null ? "" : author;
    unshared = unshared == null ? List.of() : unshared;
  }

  IncomingExample(
      String task,
      String id,
      String payload,
      String topic,
      int partition,
      long offset,
      String author) {
    this(task, id, payload, topic, partition, offset, author, List.of());
  }

  IncomingExample withUnshared(List<String> words) {
    return new IncomingExample(task, id, payload, topic, partition, offset, author, words);
  }
}
