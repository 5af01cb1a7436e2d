package dev.ascent.lm.limit;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LmOutcome;

/**
 * A limit on calls: it says when one may start. All times are nanoseconds of one ticker, such as
 * {@link System#nanoTime}. Safe to use from several threads.
 */
public interface Admission {

  /** There is no telling when to ask again, except after some call has ended. */
  long UNTIL_ONE_ENDS = Long.MAX_VALUE;

  /**
   * Takes a place for a call if there is one.
   *
   * @return 0 if it may start; otherwise after how many nanoseconds to ask again, or {@link
   *     #UNTIL_ONE_ENDS}
   */
  long tryStart(ChatRequest request, long now);

  /** Gives back the place of a call that did not start after all, as another limit refused it. */
  void notStarted(ChatRequest request);

  /**
   * Gives back the place of a call.
   *
   * @param outcome how it ended, or null if the caller gave it up
   * @param started when it started
   */
  void ended(ChatRequest request, LmOutcome outcome, long started, long now);
}
