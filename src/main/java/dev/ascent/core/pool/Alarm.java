package dev.ascent.core.pool;

import java.util.List;

/**
 * That the champion's live scores have fallen below what it is held to.
 *
 * @param limit that they fell below
 * @param mean of the latest live scores
 * @param scores that the mean is of
 * @param untested ids of the programs that are still to be tested against the champion, in order
 */
public record Alarm(double limit, double mean, int scores, List<String> untested) {

  /** The alarm once a program's test has begun, or is not to begin. */
  Alarm without(String program) {
    return new Alarm(
        limit, mean, scores, untested.stream().filter(id -> !id.equals(program)).toList());
  }
}
