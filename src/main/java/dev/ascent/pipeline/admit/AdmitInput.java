package dev.ascent.pipeline.admit;

/**
 * What the admit stage takes: an example, or what became known of one. The other member is null.
 *
 * @param example as it was logged
 * @param feedback that came by its own topic
 */
public record AdmitInput(IncomingExample example, IncomingFeedback feedback) {

  static AdmitInput of(IncomingExample example) {
    return new AdmitInput(example, null);
  }

  static AdmitInput of(IncomingFeedback feedback) {
    return new AdmitInput(null, feedback);
  }

  public String task() {
    return example == null ? feedback.task() : example.task();
  }

  public String id() {
    return example == null ? feedback.id() : example.id();
  }
}
