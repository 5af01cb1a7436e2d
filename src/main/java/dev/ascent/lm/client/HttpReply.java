package dev.ascent.lm.client;

/** A response as it came. No record, as its bytes have no value equality. */
final class HttpReply {
  private final int status;
  private final String retryAfter;
  private final byte[] body;

  /**
   * @param status its status code
   * @param retryAfter its {@code Retry-After} header, or empty
   * @param body its bytes, which must not change any more
   */
  HttpReply(int status, String retryAfter, byte[] body) {
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
  }

  int status() {
    return status;
  }

  String retryAfter() {
    return retryAfter;
  }

  byte[] body() {
    return body;
  }
}
