package dev.ascent.lm.client;

import java.net.URI;
import java.net.URISyntaxException;

/** The addresses of an OpenAI-compatible API. */
final class Endpoints {
  private Endpoints() {}

  /**
   * Where chat completions are posted to.
   *
   * @throws IllegalArgumentException if the base is no http or https URL, or holds a user name
   */
  static URI chatCompletions(String baseUrl) {
    return endpoint(baseUrl, "/chat/completions");
  }

  /**
   * Where a server lists its models.
   *
   * @throws IllegalArgumentException if the base is no http or https URL, or holds a user name
   */
  static URI models(String baseUrl) {
    return endpoint(baseUrl, "/models");
  }

  private static URI endpoint(String baseUrl, String path) {
    String base = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    try {
      URI endpoint = new URI(base + path);
      boolean isHttp =
          "http".equalsIgnoreCase(endpoint.getScheme())
              || "https".equalsIgnoreCase(endpoint.getScheme());
      if (isHttp && endpoint.getHost() != null && endpoint.getUserInfo() == null) {
        return endpoint;
      }
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(reason(), malformed);
    }
    throw new IllegalArgumentException(reason());
  }

  /** Leaves the URL out, as a secret may stand in it. */
  private static String reason() {
    return "the base URL is no http or https URL with a host and without a user name";
  }
}
