package dev.ascent.core.guard;

import dev.ascent.core.rollout.Example;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells rules that copy the logged texts they were learned from. Such a rule teaches nothing about
 * other inputs, and brings one person's text into every later prompt.
 *
 * <p>A rule may quote: what decides about an input is often best told by its words. What people
 * said of an answer may be taken over, as it is said to be followed.
 */
public final class CopiedRule {
  /** A rule of which more than this is quoted says little of its own. */
  private static final double MOST_QUOTED = 0.5;

  private CopiedRule() {}

  /** Whether most of the rule stands in the example's inputs or outputs. */
  public static boolean isCopied(String rule, Example source) {
    List<String> texts = new ArrayList<>(source.inputs().values());
    texts.addAll(source.expected().values());
    texts.addAll(source.outputs().values());
    return Passages.of(texts).shareOf(List.of(rule)) > MOST_QUOTED;
  }
}
