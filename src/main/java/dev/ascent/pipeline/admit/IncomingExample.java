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
 * @param unshared its words that too few authors have used; not yet known before the share stage
 */
public record IncomingExample(
    String task,
    String id,
    String payload,
    String topic,
    int partition,
    long offset,
    List<String> unshared) {

  /** Records in state from before there were such words hold none. */
  public IncomingExample {
    unshared = unshared == null ? List.of() : unshared;
  }

  IncomingExample(
      String task, String id, String payload, String topic, int partition, long offset) {
    this(task, id, payload, topic, partition, offset, List.of());
  }

  IncomingExample withUnshared(List<String> words) {
    return new IncomingExample(task, id, payload, topic, partition, offset, words);
  }
}
