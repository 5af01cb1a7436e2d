package dev.ascent.lm.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How many answers to one prompt a host's model gives to one request, as far as it is known. Safe
 * to use from several threads.
 */
final class SampleSupport {
  /** A request may fail by chance while single ones are answered; hardly twice on end. */
  private static final int FAILURES_THAT_REFUSE = 2;

  private int most;
  private int failures;
  private int proven = 1;
  private CompletableFuture<Void> trial;

  /**
   * @param most answers that are ever asked for at once, at least 1
   */
  SampleSupport(int most) {
    this.most = most;
  }

  /** The most that one request may ask for. */
  synchronized int most() {
    return most;
  }

  /** Whether the model has given so many. */
  synchronized boolean isProven(int samples) {
    return samples <= proven;
  }

  /**
   * Begins to find out, which one request does while others wait.
   *
   * @return the end of the trial that is already under way; empty if this one has begun, and has to
   *     be ended
   */
  synchronized Optional<CompletableFuture<Void>> beginTrial() {
    if (trial != null) {
      return Optional.of(trial);
    }
    trial = new CompletableFuture<>();
    return Optional.empty();
  }

  void endTrial() {
    CompletableFuture<Void> ended;
    synchronized (this) {
      ended = trial;
      trial = null;
    }
    ended.complete(null);
  }

  /** The model gave so many of those it was asked for. */
  synchronized void gave(int samples, int asked) {
    if (samples < asked) {
      most = Math.min(most, samples);
    }
    proven = Math.min(most, Math.max(proven, samples));
    failures = 0;
  }

  /** The model refused a request for so many, and answered one for a single answer. */
  synchronized void refused(int asked) {
    most = Math.min(most, asked / 2);
    proven = Math.min(proven, most);
    failures = 0;
  }

  /** A request for so many failed as by chance, and one for a single answer did not. */
  synchronized void failed(int asked) {
    failures++;
    if (failures == FAILURES_THAT_REFUSE) {
      refused(asked);
    }
  }
}
