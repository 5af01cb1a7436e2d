package dev.ascent.lm.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Signature;
import dev.ascent.lm.ChatMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bounds of how long prompts get, in bytes of a request's JSON body. */
public final class PromptSize {
  /** The longest tokens of common vocabularies, long runs of one character apart. */
  public static final int MOST_BYTES_OF_A_TOKEN = 16;

  /** JSON writes a line break or a quotation mark as two bytes, and prompts have many. */
  private static final double ESCAPES = 1.15;

  private static final int BYTES_OF_A_MESSAGE = 40;
  private static final int BYTES_OF_A_BODY = 500;

  private PromptSize() {}

  /** Of a predictor's prompt without any input. */
  public static long ofPredictor(Predictor predictor) {
    Signature signature = predictor.promptSignature().withInstructions(predictor.instructions());
    Map<String, String> nothing = new HashMap<>();
    signature.inputs().forEach(field -> nothing.put(field.name(), ""));
    List<Demo> demos = predictor.demos();
    return ofMessages(new ChatFormat().render(signature, demos, nothing));
  }

  /** Of a whole prompt. */
  public static long ofMessages(List<ChatMessage> messages) {
    return BYTES_OF_A_BODY + messages.stream().mapToLong(PromptSize::ofMessage).sum();
  }

  private static long ofMessage(ChatMessage message) {
    return BYTES_OF_A_MESSAGE + ofText(message.content());
  }

  /** Of values that are shown in a prompt. */
  public static long ofValues(Map<String, String> values) {
    return values.values().stream().mapToLong(PromptSize::ofText).sum();
  }

  private static long ofText(String text) {
    return (long) (ESCAPES * text.getBytes(UTF_8).length) + 1;
  }
}
