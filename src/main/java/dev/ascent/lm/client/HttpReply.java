package dev.ascent.lm.client;

/** A response as it came. No record, as its bytes have no value equality. */
final class HttpReply {
  private final int status;
  private final String retryAfter;
  private final String ascentModel;
  private final byte[] body;

  /**
   * @param status its status code
   * @param retryAfter its {@code Retry-After} header, or empty
   * @param ascentModel its {@code x-ascent-model} header, by which a model says that it is one of
   *     Ascent's own, or empty
   * @param body its bytes, which must not change any more
   */
  HttpReply(int status, String retryAfter, String ascentModel, byte[] body) {
    this.status = status;
    this.retryAfter = retryAfter;
    this.ascentModel = ascentModel;
    this.body = body;
  }

  int status() {
    return status;
  }

  String retryAfter() {
    return retryAfter;
  }

  String ascentModel() {
    return ascentModel;
  }

  byte[] body() {
    return body;
  }
}
