package dev.ascent.lm.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;

/** A secret that shows itself to no one but the server. */
final class ApiKey {
  private static final String SHOWN = "[key]";
  private static final int TELLING_PREFIX = 8;

  private final String secret;
  private final String header;

  /**
   * @param secret empty for a server that wants no key
   * @param header in which it is sent
   */
  ApiKey(String secret, String header) {
    this.secret = secret.strip();
    this.header = header;
  }

  boolean isPresent() {
    return !secret.isEmpty();
  }

  /** Adds the key to a request, if there is one. */
  void sign(HttpRequest request) {
    if (isPresent()) {
      boolean bearer = header.equalsIgnoreCase(HttpHeaders.AUTHORIZATION);
      request.setHeader(header, bearer ? "Bearer " + secret : secret);
    }
  }

  /** The text without the key, and without words that start like it (servers mask the rest). */
  String redact(String text) {
    if (!isPresent()) {
      return text;
    }
    String whole = text.replace(secret, SHOWN);
    return secret.length() < 2 * TELLING_PREFIX
        ? whole
        : Pattern.compile(Pattern.quote(secret.substring(0, TELLING_PREFIX)) + "\\S*")
            .matcher(whole)
            .replaceAll(Matcher.quoteReplacement(SHOWN));
  }

  @Override
  public String toString() {
    return SHOWN;
  }
}
