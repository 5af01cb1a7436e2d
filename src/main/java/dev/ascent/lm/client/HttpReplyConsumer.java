package dev.ascent.lm.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;

/** Collects a response whose body has a bounded size. */
final class HttpReplyConsumer extends AbstractBinResponseConsumer<HttpReply> {
  private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;
  private static final String ASCENT_MODEL = "x-ascent-model";
  private static final int EXPECTED_BODY_BYTES = 2 * 1024;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream(EXPECTED_BODY_BYTES);
  private int status;
  private String retryAfter = "";
  private String ascentModel = "";

  @Override
  protected void start(HttpResponse response, ContentType contentType) {
    status = response.getCode();
    retryAfter = header(response, HttpHeaders.RETRY_AFTER);
    ascentModel = header(response, ASCENT_MODEL);
  }

  private static String header(HttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? "" : header.getValue();
  }

  @Override
  protected int capacityIncrement() {
    return MAX_BODY_BYTES;
  }

  @Override
  protected void data(ByteBuffer bytes, boolean endOfStream) throws BodyTooLargeException {
    if (body.size() + bytes.remaining() > MAX_BODY_BYTES) {
      throw new BodyTooLargeException(MAX_BODY_BYTES);
    }
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    body.write(chunk, 0, chunk.length);
  }

  @Override
  protected HttpReply buildResult() {
    return new HttpReply(status, retryAfter, ascentModel, body.toByteArray());
  }

  @Override
  public void releaseResources() {
    body.reset();
  }
}
