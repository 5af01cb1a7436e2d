package dev.ascent.lm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ascent.core.budget.LeaseWish;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.prompt.PromptFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks a model what a strategy wants to know. Structured values are shown and read as JSON. */
public final class Question {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private final Conversation conversation;
  private final PromptFormat format;
  private final LmProfile profile;

  public Question(LanguageModel model, PromptFormat format, LmProfile profile) {
    this.conversation = new Conversation(model, format);
    this.format = format;
    this.profile = profile;
  }

  /**
   * Asks, and asks once more where the answer cannot be read.
   *
   * @param inputs by field name: texts, numbers, or maps and lists of them
   */
  public CompletableFuture<QuestionOutcome> ask(
      Signature signature, Map<String, Object> inputs, Allowance allowance) {
    Map<String, String> shown = new LinkedHashMap<>();
    inputs.forEach((name, value) -> shown.put(name, show(value)));
    ChatRequest request =
        new ChatRequest(
                profile.model(),
                format.render(signature, List.of(), shown),
                null,
                LeaseWish.reflectionTokens(profile),
                List.of(),
                allowance)
            .withPurpose(ChatRequest.Purpose.REFLECTION);
    return conversation.ask(request, signature).thenApply(ending -> read(signature, ending));
  }

  private static QuestionOutcome read(Signature signature, Conversation.Ending ending) {
    if (ending instanceof Conversation.Ending.Read read) {
      return new QuestionOutcome.Answered(structured(signature, read.outputs()), read.usage());
    }
    if (ending instanceof Conversation.Ending.Unanswered fault) {
      return new QuestionOutcome.Unanswered(
          "no answer: " + fault.kind(),
          fault.usage(),
          fault.kind().isSystemic() ? fault.kind() + ": " + fault.message() : "");
    }
    return new QuestionOutcome.Unanswered("the answer could not be read", ending.usage(), "");
  }

  private static String show(Object value) {
    try {
      return value instanceof String text ? text : MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("questions consist of texts, numbers, maps and lists", e);
    }
  }

  private static Map<String, Object> structured(Signature signature, Map<String, String> outputs) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Field field : signature.outputs()) {
      String text = outputs.get(field.name());
      values.put(field.name(), field.type().isText() ? text : structured(text));
    }
    return values;
  }

  private static Object structured(String json) {
    try {
      return MAPPER.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the format returns canonical JSON", e);
    }
  }
}
