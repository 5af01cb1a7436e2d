package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers to one request. {@link Tokens} are estimated.
 *
 * @param texts one for each choice
 * @param cutOff for each choice, whether it reached the limit of tokens
 * @param promptTokens of the request
 * @param completionTokens of all choices
 */
record Completion(
    List<String> texts, List<Boolean> cutOff, long promptTokens, long completionTokens) {
  static Completion of(CompletionCall call, List<String> answers) {
    List<String> texts = new ArrayList<>();
    List<Boolean> cutOff = new ArrayList<>();
    long completionTokens = 0;
    for (String answer : answers) {
      boolean tooLong = Tokens.of(answer) > call.maxTokens();
      String text =
          tooLong ? answer.substring(0, call.maxTokens() * Tokens.CHARACTERS_PER_TOKEN) : answer;
      texts.add(text);
      cutOff.add(tooLong);
      completionTokens += Tokens.of(text);
    }
    return new Completion(texts, cutOff, Tokens.of(call.prompt()), completionTokens);
  }

  /**
   * The response as OpenAI's API words it.
   *
   * @param number distinguishes the server's responses
   */
  ObjectNode toJson(ObjectMapper mapper, long number) {
    ObjectNode response = mapper.createObjectNode();
    response.put("id", "chatcmpl-simulated-" + number);
    response.put("object", "chat.completion");
    response.put("created", 0);
    response.put("model", SimulatedModelServer.MODEL);
    ArrayNode choices = response.putArray("choices");
    for (int i = 0; i < texts.size(); i++) {
      ObjectNode choice = choices.addObject();
      choice.put("index", i);
      choice.putObject("message").put("role", "assistant").put("content", texts.get(i));
      choice.put("finish_reason", cutOff.get(i) ? "length" : "stop");
    }
    response
        .putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", completionTokens)
        .put("total_tokens", promptTokens + completionTokens);
    return response;
  }
}
