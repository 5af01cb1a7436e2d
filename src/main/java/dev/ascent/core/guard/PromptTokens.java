package dev.ascent.core.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Signature;
import java.util.List;
import java.util.Map;

/**
 * Bounds how many tokens a predictor's prompt takes apart from the inputs of the call: no more than
 * its bytes in UTF-8, as a token has at least one, whatever the vocabulary. English takes about a
 * quarter of it.
 */
public final class PromptTokens {
  /** What the prompt formats say around fields and instructions. */
  private static final int FRAME = 300;

  /** What they say of a field, apart from its name, which they spell up to five times. */
  private static final int FRAME_OF_A_FIELD = 100;

  private static final int NAMES = 5;
  private static final int BETWEEN_CHOICES = 3;
  private static final int FRAME_OF_A_DEMO = 60;

  /** The marks around a demo's value, and what is said where it is missing. */
  private static final int FRAME_OF_A_VALUE = 40;

  /** An escaped one is a byte longer. */
  private static final String MARKER_START = "[[";

  private PromptTokens() {}

  /** The most tokens of the predictor's prompt without a call's inputs. */
  public static long mostOf(Predictor predictor) {
    Signature signature = predictor.promptSignature();
    long most = FRAME + bytes(predictor.instructions());
    for (List<Field> fields : List.of(signature.inputs(), signature.outputs())) {
      for (Field field : fields) {
        most += describe(field);
      }
    }
    for (Demo demo : predictor.demos()) {
      most += FRAME_OF_A_DEMO + values(signature.inputs(), demo.inputs());
      most += values(signature.outputs(), demo.outputs());
    }
    return most;
  }

  private static long describe(Field field) {
    long choices =
        field.choices().stream().mapToLong(choice -> bytes(choice) + BETWEEN_CHOICES).sum();
    return FRAME_OF_A_FIELD
        + NAMES * bytes(field.name())
        + bytes(field.description())
        + bytes(field.schema())
        + choices;
  }

  private static long values(List<Field> fields, Map<String, String> values) {
    long bytes = 0;
    for (Field field : fields) {
      bytes += FRAME_OF_A_VALUE + bytes(field.name());
      bytes += bytes(values.getOrDefault(field.name(), ""));
    }
    return bytes;
  }

  private static long bytes(String text) {
    long escapes = 0;
    for (int at = text.indexOf(MARKER_START); at >= 0; at = text.indexOf(MARKER_START, at + 1)) {
      escapes++;
    }
    return text.getBytes(UTF_8).length + escapes;
  }
}
