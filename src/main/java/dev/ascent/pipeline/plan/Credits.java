package dev.ascent.pipeline.plan;

import dev.ascent.pipeline.Keys;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests a subtask may have outstanding, over all of its tasks.
 *
 * <p>Without them a plan could fill the asynchronous stages behind it; journal entries and
 * checkpoint barriers would then wait behind its requests. It is not part of any state: after a
 * restore it starts empty, and minibatches that it does not know return nothing.
 */
final class Credits {
  private final int limit;
  private final Map<String, Integer> outstanding = new HashMap<>();
  private int sum;

  Credits(int limit) {
    this.limit = limit;
  }

  /** Takes credit for a minibatch. One that alone exceeds the limit goes when nothing else does. */
  boolean take(String task, String minibatch, int requests) {
    if (sum > 0 && sum + requests > limit) {
      return false;
    }
    outstanding.put(Keys.of(task, minibatch), requests);
    sum += requests;
    return true;
  }

  void giveBack(String task, String minibatch) {
    Integer requests = outstanding.remove(Keys.of(task, minibatch));
    if (requests != null) {
      sum -= requests;
    }
  }
}
