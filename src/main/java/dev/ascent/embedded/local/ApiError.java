package dev.ascent.embedded.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An error as the OpenAI API reports it.
 *
 * @param code a finer reason for programs, or null, as in that API
 */
record ApiError(int status, String type, String code, String message) {

  private static final String INVALID_REQUEST = "invalid_request_error";
  private static final String SERVER = "server_error";

  static ApiError invalidRequest(String message) {
    return new ApiError(400, INVALID_REQUEST, null, message);
  }

  static ApiError notFound(String message) {
    return new ApiError(404, INVALID_REQUEST, null, message);
  }

  static ApiError modelNotFound(String model) {
    return new ApiError(
        404,
        INVALID_REQUEST,
        "model_not_found",
        "The model '%s' does not exist; this server has %s."
            .formatted(model, LocalModelServer.MODEL));
  }

  static ApiError server(String message) {
    return new ApiError(500, SERVER, null, message);
  }

  static ApiError unavailable(String message) {
    return new ApiError(503, SERVER, null, message);
  }

  ObjectNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .putNull("param")
        .put("code", code);
    return body;
  }
}
