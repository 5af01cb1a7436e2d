package dev.ascent.pipeline.kafka;

/** A topic that exists and that the job cannot rely on, with what is wrong and what to do. */
public final class UnfitTopicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitTopicException(String message) {
    super(message);
  }
}
