package dev.ascent.lm.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.lm.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the bodies of the chat completions API. */
final class ChatCompletions {
  private ChatCompletions() {}

  /**
   * What a response says.
   *
   * @param texts each choice's content, at least one; empty where the model said nothing
   * @param tokens as the server counted them; empty where it did not
   */
  record Completion(List<String> texts, Optional<Tokens> tokens) {}

  /**
   * What a server counted.
   *
   * @param prompt tokens of the prompt
   * @param cached those of the prompt that the server had in its cache; 0 where it does not say
   * @param completion tokens of all choices
   */
  record Tokens(long prompt, long cached, long completion) {}

  /** Reads a response's body; empty if it is no chat completion. */
  static Optional<Completion> read(byte[] body) {
    return Json.parse(body).filter(root -> !texts(root).isEmpty()).map(ChatCompletions::completion);
  }

  private static Completion completion(JsonNode root) {
    return new Completion(texts(root), tokens(root.path("usage")));
  }

  private static Optional<Tokens> tokens(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens");
    JsonNode completion = usage.path("completion_tokens");
    if (!prompt.isNumber() || !completion.isNumber()) {
      return Optional.empty();
    }
    long cached = count(usage.path("prompt_tokens_details").path("cached_tokens"));
    return Optional.of(
        new Tokens(count(prompt), Math.min(count(prompt), cached), count(completion)));
  }

  private static List<String> texts(JsonNode root) {
    List<String> texts = new ArrayList<>();
    for (JsonNode choice : root.path("choices")) {
      if (choice.path("message").isObject()) {
        texts.add(choice.path("message").path("content").asText(""));
      }
    }
    return texts;
  }

  private static long count(JsonNode count) {
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
