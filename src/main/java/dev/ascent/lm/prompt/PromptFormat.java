package dev.ascent.lm.prompt;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Signature;
import dev.ascent.lm.ChatMessage;
import java.util.List;
import java.util.Map;

/** Turns a signature and its values into a chat prompt, and an answer back into values. */
public interface PromptFormat {

  /**
   * Renders a prompt. All messages but the last depend on signature and demos alone, so that they
   * stay byte-identical over the calls of one program.
   *
   * @param signature with the instructions to show, its outputs being what is asked for
   * @param demos worked examples, shown in order
   * @param inputs by field name, as text
   */
  List<ChatMessage> render(Signature signature, List<Demo> demos, Map<String, String> inputs);

  /**
   * Goes on with a prompt after an answer that could not be read: shows the beginning of the answer
   * and what is wrong with it, and asks for all of it again. What was there before stays as it is.
   *
   * @param prompt all that was sent
   * @param signature whose outputs are asked for
   * @param reason as {@link ParsedAnswer.Unparsable} says it
   */
  List<ChatMessage> renderAgain(
      List<ChatMessage> prompt, Signature signature, String answer, String reason);

  /** Reads an answer's fields. */
  ParsedAnswer parse(Signature signature, String answer);
}
