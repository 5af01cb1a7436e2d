package dev.ascent.lm;

import dev.ascent.core.rollout.Usage;
import java.time.Duration;
import java.util.List;

/** How a question to a model ended. */
public sealed interface LmOutcome {

  /** What it took, every attempt included. */
  Usage usage();

  /** The same outcome after attempts that took {@code earlier}. */
  LmOutcome plusUsage(Usage earlier);

  /**
   * The model answered.
   *
   * @param texts the answers, at least one; fewer than asked for where the server gives no more
   * @param usage what they took
   */
  record Answer(List<String> texts, Usage usage) implements LmOutcome {
    /** One answer. */
    public Answer(String text, Usage usage) {
      this(List.of(text), usage);
    }

    /** The answer, or the first of several. */
    public String text() {
      return texts.get(0);
    }

    @Override
    public LmOutcome plusUsage(Usage earlier) {
      return new Answer(texts, earlier.plus(usage));
    }
  }

  /**
   * The model gave no answer, which says nothing of the prompt.
   *
   * @param kind why
   * @param message for people: names the host and what it said, never a key
   * @param usage what the attempts took
   * @param retryAfter how long the server asks to wait before the next attempt; zero when it did
   *     not
   */
  record Fault(FaultKind kind, String message, Usage usage, Duration retryAfter)
      implements LmOutcome {

    /** A fault after which the server did not ask to wait. */
    public Fault(FaultKind kind, String message, Usage usage) {
      this(kind, message, usage, Duration.ZERO);
    }

    @Override
    public LmOutcome plusUsage(Usage earlier) {
      return new Fault(kind, message, earlier.plus(usage), retryAfter);
    }
  }
}
