package dev.ascent.lm.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.task.LmExtras;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes the bodies of the chat completions API. A profile's own fields are written as they are;
 * one that the client would write too replaces the client's, and as null it takes it away.
 */
final class RequestWriter {
  private final JsonNode extras;

  /**
   * @throws IllegalArgumentException if the profile's fields are no JSON object
   */
  RequestWriter(LmExtras extras) {
    this.extras =
        Json.parse(extras.body().getBytes(StandardCharsets.UTF_8))
            .filter(JsonNode::isObject)
            .orElseThrow(
                () -> new IllegalArgumentException("the profile's body is no JSON object"));
  }

  /** Whether the temperature of requests is the one that is sent. */
  boolean sendsTemperature() {
    return !extras.has("temperature");
  }

  /** The body of a request. Settings that are not set are left out. */
  byte[] write(ChatRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(sizeHint(request));
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", request.model());
      writeMessages(json, request);
      if (request.temperature() != null && !extras.has("temperature")) {
        json.writeNumberField("temperature", request.temperature());
      }
      if (request.maxTokens() != null && !extras.has("max_tokens")) {
        json.writeNumberField("max_tokens", request.maxTokens());
      }
      if (!request.stop().isEmpty() && !extras.has("stop")) {
        json.writeArrayFieldStart("stop");
        for (String text : request.stop()) {
          json.writeString(text);
        }
        json.writeEndArray();
      }
      if (request.samples() > 1) {
        json.writeNumberField("n", request.samples());
      }
      for (Map.Entry<String, JsonNode> field : extras.properties()) {
        if (!field.getValue().isNull()) {
          json.writeFieldName(field.getKey());
          json.writeTree(field.getValue());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static int sizeHint(ChatRequest request) {
    int size = 256;
    for (ChatMessage message : request.messages()) {
      size += 64 + message.content().length();
    }
    return size;
  }

  private static void writeMessages(JsonGenerator json, ChatRequest request) throws IOException {
    json.writeArrayFieldStart("messages");
    for (ChatMessage message : request.messages()) {
      json.writeStartObject();
      json.writeStringField("role", message.role());
      json.writeStringField("content", message.content());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
