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
 * @param unshared its words that too few authors have used; not yet known before the share stage
 */
public record IncomingFeedback(
    String task,
    String id,
    String payload,
    String topic,
    int partition,
    long offset,
    List<String> unshared) {

  /** Records in state from before there were such words hold none. */
  public IncomingFeedback {
    unshared = unshared == null ? List.of() : unshared;
  }

  IncomingFeedback(
      String task, String id, String payload, String topic, int partition, long offset) {
    this(task, id, payload, topic, partition, offset, List.of());
  }

  IncomingFeedback withUnshared(List<String> words) {
    return new IncomingFeedback(task, id, payload, topic, partition, offset, words);
  }
}
