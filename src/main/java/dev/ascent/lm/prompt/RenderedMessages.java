package dev.ascent.lm.prompt;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.lm.ChatMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prompts that are rendered but for their inputs, so that services can use a published program
 * without knowing its format.
 *
 * <p>A template is the predictor's prompt with {@code {{field}}} in the place of each input. Only
 * the last message has placeholders; like text in earlier messages comes from instructions and
 * demos and stays as it is. Filling replaces all placeholders in one pass from left to right, so
 * that a value which holds {@code {{other}}} is not replaced again, and escapes markers as
 * rendering does ({@link MarkerEscape}: in {@code [[}, optional blanks, optional backslashes,
 * {@code #}, one more backslash goes before the hash). A filled template equals the prompt that
 * {@link ChatFormat#render} makes of the same inputs.
 */
public final class RenderedMessages {
  private RenderedMessages() {}

  /** The predictor's prompt with a placeholder for each input. */
  public static List<ChatMessage> template(PromptFormat format, Predictor predictor) {
    Map<String, String> placeholders = new LinkedHashMap<>();
    for (Field input : predictor.signature().inputs()) {
      placeholders.put(input.name(), "{{" + input.name() + "}}");
    }
    return render(format, predictor, placeholders);
  }

  /** The predictor's prompt for the given inputs. */
  public static List<ChatMessage> render(
      PromptFormat format, Predictor predictor, Map<String, String> inputs) {
    return format.render(
        predictor.promptSignature().withInstructions(predictor.instructions()),
        predictor.demos(),
        inputs);
  }
}
