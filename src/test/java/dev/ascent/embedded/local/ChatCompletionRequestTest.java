package dev.ascent.embedded.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.embedded.local.ChatMessage.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatCompletionRequestTest {

  @Test
  void readsEveryServedField() throws Exception {
    ChatCompletionRequest request =
        parse(
            """
            {"model": "m", "temperature": 0.7, "top_p": 0.9, "max_tokens": 12,
             "stop": ["a", "b"], "seed": 7,
             "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]}
            """);

    assertThat(request.model()).isEqualTo("m");
    assertThat(request.messages())
        .containsExactly(new ChatMessage(Role.SYSTEM, "s"), new ChatMessage(Role.USER, "u"));
    assertThat(request.prefix()).containsExactly(new ChatMessage(Role.SYSTEM, "s"));
    assertThat(request.sampling().temperature()).isEqualTo(0.7);
    assertThat(request.sampling().topP()).isEqualTo(0.9);
    assertThat(request.sampling().maxTokens()).isEqualTo(12);
    assertThat(request.sampling().stop()).containsExactly("a", "b");
    assertThat(request.sampling().seed()).hasValue(7);
  }

  @Test
  void missingFieldsHaveTheDefaultsOfTheApi() throws Exception {
    Sampling sampling = parse(withField("\"stop\": null")).sampling();

    assertThat(sampling.temperature()).isEqualTo(1.0);
    assertThat(sampling.topP()).isEqualTo(1.0);
    assertThat(sampling.maxTokens()).isEqualTo(ChatCompletionRequest.DEFAULT_MAX_TOKENS);
    assertThat(sampling.stop()).isEmpty();
    assertThat(sampling.seed()).isEmpty();
  }

  @Test
  void acceptsTheOtherSpellings() throws Exception {
    ChatCompletionRequest request =
        parse(
            """
            {"model": "m", "max_completion_tokens": 5, "stop": "end",
             "messages": [{"role": "developer", "content": [{"type": "text", "text": "a"},
                                                            {"type": "text", "text": "b"}]}]}
            """);

    assertThat(request.messages()).containsExactly(new ChatMessage(Role.SYSTEM, "ab"));
    assertThat(request.sampling().maxTokens()).isEqualTo(5);
    assertThat(request.sampling().stop()).isEqualTo(List.of("end"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "stream": true                                 | stream
          "n": 2                                         | n must be 1
          "tools": [{"type": "function"}]                | tools
          "response_format": {"type": "json_object"}     | response_format
          "temperature": 3                               | temperature
          "temperature": "hot"                           | temperature
          "top_p": -0.1                                  | top_p
          "max_tokens": 0                                | max_tokens
          "max_completion_tokens": "many"                | max_completion_tokens
          "stop": [""]                                   | stop
          "stop": ["1", "2", "3", "4", "5"]              | stop
          "seed": 1.5                                    | seed
          """)
  void refusesWhatItDoesNotServe(String field, String named) {
    assertThatThrownBy(() -> parse(withField(field)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                                | JSON
          []                                                               | object
          {"messages": [{"role": "user", "content": "u"}]}                 | model
          {"model": "m"}                                                   | messages
          {"model": "m", "messages": []}                                   | messages
          {"model": "m", "messages": [{"role": "tool", "content": "u"}]}   | role
          {"model": "m", "messages": [{"role": "user", "content": 1}]}     | content
          {"model": "m", "messages": [{"role": "user", "content": [{}]}]}  | content
          """)
  void refusesMalformedBodies(String body, String named) {
    assertThatThrownBy(() -> parse(body))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(named);
  }

  private static String withField(String field) {
    return "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"u\"}], %s}"
        .formatted(field);
  }

  private static ChatCompletionRequest parse(String body) throws InvalidRequestException {
    return ChatCompletionRequest.parse(body.getBytes(UTF_8));
  }
}
