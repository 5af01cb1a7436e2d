package dev.ascent.core.guard;

import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells rules that copy the logged texts they were learned from. Such a rule teaches nothing about
 * other inputs, and brings one person's text into every later prompt.
 *
 * <p>A rule may quote: what decides about an input is often best told by its words. Where the logs
 * are trusted it may take over what people said of an answer, as it is said to be followed.
 */
public final class CopiedRule {
  /** A rule of which more than this is quoted says little of its own. */
  private static final double MOST_QUOTED = 0.5;

  private static final Pattern SENTENCE_END = Pattern.compile("[.!?;:\\n\\u3002\\uff01\\uff1f]+");

  private CopiedRule() {}

  /** Whether most of the rule stands in the example's inputs or outputs. */
  public static boolean isCopied(String rule, Example source) {
    return Passages.of(texts(source)).shareOf(List.of(rule)) > MOST_QUOTED;
  }

  /**
   * Why a candidate must not be made of an example that anybody may have written; nothing where it
   * may. Advice that somebody slipped into a record is passed on in whole sentences, be it behind
   * others.
   *
   * @param source that the candidate goes beyond by what the example taught
   */
  public static Optional<String> refusal(Program source, Program candidate, Example example) {
    List<String> texts = texts(example);
    if (example.hasRemarks()) {
      texts.add(example.feedback().text());
    }
    Passages passages = Passages.of(withSentences(texts));
    return Lesson.between(0, source, candidate).rules().entrySet().stream()
        .filter(rule -> passages.shareOf(withSentences(List.of(rule.getValue().text()))) > 0)
        .findFirst()
        .map(
            rule ->
                "a rule for module " + rule.getKey() + " repeats a sentence of the logged example");
  }

  private static List<String> texts(Example example) {
    List<String> texts = new ArrayList<>(example.inputs().values());
    texts.addAll(example.expected().values());
    texts.addAll(example.outputs().values());
    return texts;
  }

  private static List<String> withSentences(List<String> texts) {
    return Stream.concat(
            texts.stream(), texts.stream().flatMap(text -> SENTENCE_END.splitAsStream(text)))
        .toList();
  }
}
