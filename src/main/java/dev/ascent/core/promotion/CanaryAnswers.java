package dev.ascent.core.promotion;

import java.util.List;

/**
 * What came of a task's canaries.
 *
 * @param failures what the challenger failed at, in words
 * @param unanswered canaries of which nothing can be told, as a side has no score there
 */
public record CanaryAnswers(List<String> failures, int unanswered) {
  public static final CanaryAnswers NONE = new CanaryAnswers(List.of(), 0);
}
