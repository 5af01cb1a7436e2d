package dev.ascent.embedded.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.embedded.local.ChatMessage.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The part of OpenAI's chat completion request that the local model serves.
 *
 * <p>What would change the answer and is not served (streaming, tools, response formats, several
 * choices) is refused; other unknown fields are ignored.
 */
record ChatCompletionRequest(String model, List<ChatMessage> messages, Sampling sampling) {

  static final int DEFAULT_MAX_TOKENS = 256;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_STOP_SEQUENCES = 4;
  private static final double HIGHEST_TEMPERATURE = 2.0;
  private static final Set<String> UNSERVED_LISTS = Set.of("tools", "functions");

  ChatCompletionRequest {
    messages = List.copyOf(messages);
  }

  static ChatCompletionRequest parse(byte[] body) throws InvalidRequestException {
    JsonNode request = parseObject(body);
    refuseUnserved(request);
    return new ChatCompletionRequest(model(request), messages(request), sampling(request));
  }

  /** What comes before the last message: the part that similar requests have in common. */
  List<ChatMessage> prefix() {
    return messages.subList(0, messages.size() - 1);
  }

  private static JsonNode parseObject(byte[] body) throws InvalidRequestException {
    try {
      JsonNode parsed = JSON.readTree(body);
      if (parsed == null || !parsed.isObject()) {
        throw new InvalidRequestException("The body must be a JSON object.");
      }
      return parsed;
    } catch (IOException e) {
      throw new InvalidRequestException("The body is not valid JSON.");
    }
  }

  private static void refuseUnserved(JsonNode request) throws InvalidRequestException {
    if (request.path("stream").asBoolean(false)) {
      throw new InvalidRequestException("stream is not supported.");
    }
    if (request.path("n").asInt(1) != 1) {
      throw new InvalidRequestException("n must be 1.");
    }
    String format = request.path("response_format").path("type").asText("text");
    if (!format.equals("text")) {
      throw new InvalidRequestException("response_format %s is not supported.".formatted(format));
    }
    for (String field : UNSERVED_LISTS) {
      if (!request.path(field).isEmpty()) {
        throw new InvalidRequestException(field + " is not supported.");
      }
    }
  }

  private static String model(JsonNode request) throws InvalidRequestException {
    JsonNode model = request.path("model");
    if (!model.isTextual()) {
      throw new InvalidRequestException("model must be a string.");
    }
    return model.asText();
  }

  private static List<ChatMessage> messages(JsonNode request) throws InvalidRequestException {
    JsonNode messages = request.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw new InvalidRequestException("messages must be a list with at least one message.");
    }
    List<ChatMessage> parsed = new ArrayList<>();
    for (JsonNode message : messages) {
      parsed.add(new ChatMessage(role(message), content(message)));
    }
    return parsed;
  }

  private static Role role(JsonNode message) throws InvalidRequestException {
    String role = message.path("role").asText();
    return switch (role) {
      case "system", "developer" -> Role.SYSTEM;
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      default -> throw new InvalidRequestException("Unknown role '%s'.".formatted(role));
    };
  }

  private static String content(JsonNode message) throws InvalidRequestException {
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return content.asText();
    }
    boolean onlyText =
        content.isArray()
            && StreamSupport.stream(content.spliterator(), false)
                .allMatch(part -> part.path("text").isTextual());
    if (!onlyText) {
      throw new InvalidRequestException("content must be a string or a list of text parts.");
    }
    return StreamSupport.stream(content.spliterator(), false)
        .map(part -> part.path("text").asText())
        .collect(Collectors.joining());
  }

  private static Sampling sampling(JsonNode request) throws InvalidRequestException {
    return new Sampling(
        number(request, "temperature", HIGHEST_TEMPERATURE),
        number(request, "top_p", 1.0),
        maxTokens(request),
        stop(request),
        seed(request));
  }

  /** A field whose default is 1, as both of OpenAI's are. */
  private static double number(JsonNode request, String field, double highest)
      throws InvalidRequestException {
    if (!request.hasNonNull(field)) {
      return 1.0;
    }
    double value = request.path(field).asDouble(-1.0);
    if (!(value >= 0.0 && value <= highest)) {
      throw new InvalidRequestException("%s must be from 0 to %s.".formatted(field, highest));
    }
    return value;
  }

  private static int maxTokens(JsonNode request) throws InvalidRequestException {
    String field = request.hasNonNull("max_tokens") ? "max_tokens" : "max_completion_tokens";
    if (!request.hasNonNull(field)) {
      return DEFAULT_MAX_TOKENS;
    }
    int value = request.path(field).asInt(0);
    if (value < 1) {
      throw new InvalidRequestException(field + " must be a positive integer.");
    }
    return value;
  }

  private static List<String> stop(JsonNode request) throws InvalidRequestException {
    JsonNode stop = request.path("stop");
    if (stop.isMissingNode() || stop.isNull()) {
      return List.of();
    }
    if (stop.isTextual() && !stop.asText().isEmpty()) {
      return List.of(stop.asText());
    }
    boolean valid =
        stop.isArray()
            && stop.size() <= MOST_STOP_SEQUENCES
            && StreamSupport.stream(stop.spliterator(), false)
                .allMatch(sequence -> sequence.isTextual() && !sequence.asText().isEmpty());
    if (!valid) {
      throw new InvalidRequestException(
          "stop must be a non-empty string or a list of up to %d.".formatted(MOST_STOP_SEQUENCES));
    }
    return StreamSupport.stream(stop.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static OptionalInt seed(JsonNode request) throws InvalidRequestException {
    JsonNode seed = request.path("seed");
    if (seed.isMissingNode() || seed.isNull()) {
      return OptionalInt.empty();
    }
    if (!seed.isIntegralNumber()) {
      throw new InvalidRequestException("seed must be an integer.");
    }
    return OptionalInt.of(Long.hashCode(seed.asLong()) & Integer.MAX_VALUE);
  }
}
