package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.lm.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for a chat completion.
 *
 * @param model as the request names it
 * @param prompt what the model is shown
 * @param choices how many answers are asked for
 * @param maxTokens of one answer; answers are cut there
 */
record CompletionCall(String model, Prompt prompt, int choices, int maxTokens) {
  private static final int MAX_CHOICES = 128;

  /**
   * Reads a request's body.
   *
   * @throws IllegalArgumentException if it is not one that this server can answer; the message
   *     names the field
   */
  static CompletionCall read(JsonNode body) {
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw new IllegalArgumentException("'messages' must be a list that is not empty");
    }
    if (body.path("stream").asBoolean(false)) {
      throw new IllegalArgumentException("'stream' is not supported");
    }
    int choices = body.path("n").asInt(1);
    if (choices < 1 || choices > MAX_CHOICES) {
      throw new IllegalArgumentException("'n' must be in 1 to " + MAX_CHOICES);
    }
    List<ChatMessage> chat = new ArrayList<>();
    messages.forEach(
        message ->
            chat.add(
                new ChatMessage(message.path("role").asText(), content(message.path("content")))));
    List<String> schemaFields = new ArrayList<>();
    body.at("/response_format/json_schema/schema/properties")
        .fieldNames()
        .forEachRemaining(schemaFields::add);
    int maxTokens =
        body.path("max_tokens").asInt(body.path("max_completion_tokens").asInt(Integer.MAX_VALUE));
    if (maxTokens < 1) {
      throw new IllegalArgumentException("'max_tokens' must be at least 1");
    }
    return new CompletionCall(
        body.path("model").asText(), new Prompt(chat, schemaFields), choices, maxTokens);
  }

  /** Content is a text or a list of parts, of which the text parts count. */
  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}
