package dev.ascent.lm.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The JSON bodies of the chat completions API. */
final class ChatCompletions {
  private ChatCompletions() {}

  /**
   * What a response says.
   *
   * @param text the first choice's content; empty where the model said nothing
   * @param promptTokens as the server counted them; 0 where it did not
   * @param completionTokens as the server counted them; 0 where it did not
   */
  record Completion(String text, long promptTokens, long completionTokens) {}

  /** The body of a request. Settings that are not set are left out. */
  static byte[] write(ChatRequest request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(sizeHint(request));
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", request.model());
      writeMessages(json, request);
      if (request.temperature() != null) {
        json.writeNumberField("temperature", request.temperature());
      }
      if (request.maxTokens() != null) {
        json.writeNumberField("max_tokens", request.maxTokens());
      }
      if (!request.stop().isEmpty()) {
        json.writeArrayFieldStart("stop");
        for (String text : request.stop()) {
          json.writeString(text);
        }
        json.writeEndArray();
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

  /** Reads a response's body; empty if it is no chat completion. */
  static Optional<Completion> read(byte[] body) {
    return Json.parse(body)
        .filter(root -> root.path("choices").path(0).path("message").isObject())
        .map(ChatCompletions::completion);
  }

  private static Completion completion(JsonNode root) {
    JsonNode usage = root.path("usage");
    return new Completion(
        root.path("choices").path(0).path("message").path("content").asText(""),
        tokens(usage.path("prompt_tokens")),
        tokens(usage.path("completion_tokens")));
  }

  private static long tokens(JsonNode count) {
    return Math.max(0, count.asLong(0));
  }

  /** What an error's body says to people: its message where it is JSON, or else all of it. */
  static String errorMessage(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return Json.parse(body)
        .map(root -> root.path("error"))
        .map(error -> error.isTextual() ? error : error.path("message"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .orElse(text);
  }
}
