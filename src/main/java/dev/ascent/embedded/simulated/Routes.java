package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Demo;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a request asks for and answers all but completions itself. */
final class Routes implements Handler<HttpServerRequest> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final CompletionHandler completions;

  Routes(CompletionHandler completions) {
    this.completions = completions;
  }

  @Override
  public void handle(HttpServerRequest request) {
    switch (request.method() + " " + request.path()) {
      case "POST /v1/chat/completions" -> completions.handle(request);
      case "POST /truth" ->
          request.bodyHandler(body -> answering(request.response(), () -> truth(request, body)));
      case "GET /v1/models" -> respond(request.response(), 200, models());
      case "GET /stats" ->
          respond(request.response(), 200, MAPPER.valueToTree(completions.stats()));
      default ->
          respond(request.response(), 404, error("not_found", "no such path: " + request.path()));
    }
  }

  /** Answers 500 where the action fails: a client that hears nothing waits for its time-out. */
  static void answering(HttpServerResponse response, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      LOG.error("A request failed.", e);
      if (!response.headWritten() && !response.closed()) {
        respond(response, 500, error("server_error", e.toString()));
      }
    }
  }

  /** Sends a JSON document. */
  static void respond(HttpServerResponse response, int status, JsonNode document) {
    response
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("x-ascent-model", SimulatedModelServer.MODEL)
        .end(Buffer.buffer(bytes(document)));
  }

  static byte[] bytes(JsonNode document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can be written", e);
    }
  }

  /** An error as OpenAI's API words it. */
  static JsonNode error(String code, String message) {
    ObjectNode error = MAPPER.createObjectNode();
    error.putObject("error").put("code", code).put("type", code).put("message", message);
    return error;
  }

  private static JsonNode models() {
    ObjectNode models = MAPPER.createObjectNode().put("object", "list");
    models
        .putArray("data")
        .addObject()
        .put("id", SimulatedModelServer.MODEL)
        .put("object", "model")
        .put("owned_by", "ascent");
    return models;
  }

  private void truth(HttpServerRequest request, Buffer body) {
    try {
      JsonNode question = MAPPER.readTree(body.getBytes());
      List<ShownPredictor> predictors = new ArrayList<>();
      if (question.has("predictors")) {
        question.get("predictors").forEach(predictor -> predictors.add(predictor(predictor)));
      } else {
        predictors.add(predictor(question));
      }
      respond(
          request.response(),
          200,
          MAPPER.createObjectNode().put("accuracy", completions.world().accuracy(predictors)));
    } catch (IOException | IllegalArgumentException e) {
      respond(request.response(), 400, error("invalid_request", String.valueOf(e.getMessage())));
    }
  }

  private static ShownPredictor predictor(JsonNode predictor) {
    if (!predictor.path("instructions").isTextual()) {
      throw new IllegalArgumentException("'instructions' must be a text");
    }
    List<Demo> demos = new ArrayList<>();
    predictor
        .path("demos")
        .forEach(
            demo ->
                demos.add(
                    new Demo(
                        values(demo.path("inputs")), values(demo.path("outputs")), List.of())));
    return new ShownPredictor(predictor.get("instructions").asText(), demos);
  }

  private static Map<String, String> values(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText()));
    return values;
  }
}
