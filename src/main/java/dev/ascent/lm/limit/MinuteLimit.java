package dev.ascent.lm.limit;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LmOutcome;
import java.util.function.ToLongFunction;

/**
 * At most so much a minute, spread evenly (the generic cell rate algorithm): what a call takes
 * moves the time at which the next one may start, and up to a second's worth may come at once.
 *
 * <p>What a call takes is estimated when it starts and corrected when it has ended.
 */
public final class MinuteLimit implements Admission {
  private static final long BURST_NANOS = 1_000_000_000L;
  private static final double MINUTE_NANOS = 60e9;
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int ANSWER_TOKENS = 256;

  private final double nanosEach;
  private final ToLongFunction<ChatRequest> estimate;
  private final ToLongFunction<Usage> taken;

  /** When all that was taken so far would have been due at the even rate. */
  private long due = Long.MIN_VALUE;

  private MinuteLimit(
      double perMinute, ToLongFunction<ChatRequest> estimate, ToLongFunction<Usage> taken) {
    if (!(perMinute > 0)) {
      throw new IllegalArgumentException("a limit a minute is above 0, got " + perMinute);
    }
    this.nanosEach = MINUTE_NANOS / perMinute;
    this.estimate = estimate;
    this.taken = taken;
  }

  /** At most so many requests a minute. */
  public static MinuteLimit ofRequests(double perMinute) {
    return new MinuteLimit(perMinute, request -> 1, usage -> 1);
  }

  /** At most so many tokens a minute, of prompts and answers. */
  public static MinuteLimit ofTokens(double perMinute) {
    return new MinuteLimit(
        perMinute,
        MinuteLimit::estimatedTokens,
        usage -> usage.promptTokens() + usage.completionTokens());
  }

  /** As providers estimate them before they know. */
  private static long estimatedTokens(ChatRequest request) {
    long characters =
        request.messages().stream().mapToLong(message -> message.content().length()).sum();
    long answer = request.maxTokens() == null ? ANSWER_TOKENS : request.maxTokens();
    return characters / CHARACTERS_PER_TOKEN + answer * request.samples();
  }

  @Override
  public synchronized long tryStart(ChatRequest request, long now) {
    long wait = due == Long.MIN_VALUE ? 0 : due - now - BURST_NANOS;
    if (wait > 0) {
      return wait;
    }
    due = due == Long.MIN_VALUE ? now : Math.max(due, now);
    take(estimate.applyAsLong(request));
    return 0;
  }

  private void take(long amount) {
    due += (long) (amount * nanosEach);
  }

  @Override
  public synchronized void notStarted(ChatRequest request) {
    take(-estimate.applyAsLong(request));
  }

  @Override
  public synchronized void ended(ChatRequest request, LmOutcome outcome, long started, long now) {
    if (outcome instanceof LmOutcome.Answer answer) {
      take(taken.applyAsLong(answer.usage()) - estimate.applyAsLong(request));
    }
  }
}
