package dev.ascent.lm.limit;

import static dev.ascent.testing.ScriptedLanguageModel.answer;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.client.RetryPolicy;
import dev.ascent.lm.client.RetryingLanguageModel;
import dev.ascent.lm.client.Stragglers;
import dev.ascent.testing.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host in virtual time that refuses what a gate says, and callers that ask it through retries and
 * limits. Answers take a lognormal time of 50 ms in the median; refusals come at once and ask to
 * wait for a second.
 */
final class GatedHost implements LanguageModel {
  private static final double MEDIAN_MILLIS = 50;
  private static final double SIGMA = 0.8;
  private static final int IN_FLIGHT = 64;
  private static final int ATTEMPTS = 100;
  private static final ChatRequest REQUEST =
      new ChatRequest("small", List.of(), null, null, List.of(), Allowance.ofAttempts(ATTEMPTS));

  private final VirtualTime time = new VirtualTime();
  private final Gate gate;
  private final Random latency;
  private final Random retries;
  private final Random load;
  private long answered;
  private long refused;

  GatedHost(Gate gate, long seed) {
    this.gate = gate;
    this.latency = new Random(seed);
    this.retries = new Random(seed + 1000);
    this.load = new Random(seed + 2000);
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    if (gate.refuses(time.nanos() / 1e9)) {
      refused++;
      return CompletableFuture.completedFuture(
          new LmOutcome.Fault(
              FaultKind.THROTTLED, "429", new Usage(1, 0, 0, 0), Duration.ofSeconds(1)));
    }
    CompletableFuture<LmOutcome> outcome = new CompletableFuture<>();
    double millis = MEDIAN_MILLIS * Math.exp(SIGMA * latency.nextGaussian());
    time.schedule(
        Duration.ofNanos((long) (millis * 1e6)),
        () -> {
          answered++;
          outcome.complete(answer("done"));
        });
    return outcome;
  }

  @Override
  public void close() {}

  /** A profile's client of this host. */
  LanguageModel client(HostLimits limits) {
    return new RetryingLanguageModel(
        new AdmittedLanguageModel(
            this,
            new AllLimits(List.of(new CallsInFlight(IN_FLIGHT)), limits),
            time,
            time,
            time::nanos),
        RetryPolicy.DEFAULT,
        new Stragglers(),
        time,
        time,
        retries::nextDouble);
  }

  /** Has callers ask, each again after its last answer; returns the count of their answers. */
  AtomicInteger askSteadily(LanguageModel client, int callers) {
    AtomicInteger answers = new AtomicInteger();
    for (int caller = 0; caller < callers; caller++) {
      askAgain(client, answers);
    }
    return answers;
  }

  private void askAgain(LanguageModel client, AtomicInteger answers) {
    var unused =
        client
            .complete(REQUEST)
            .thenAccept(
                outcome -> {
                  answers.incrementAndGet();
                  time.schedule(Duration.ZERO, () -> askAgain(client, answers));
                });
  }

  /** Asks 100 to 200 calls at once, and again 0.1 to 1.5 s after the last of them has ended. */
  void askInBursts(LanguageModel client) {
    int calls = 100 + load.nextInt(101);
    AtomicInteger left = new AtomicInteger(calls);
    for (int call = 0; call < calls; call++) {
      var unused =
          client
              .complete(REQUEST)
              .thenAccept(
                  outcome -> {
                    if (left.decrementAndGet() == 0) {
                      time.schedule(
                          Duration.ofMillis(100 + load.nextInt(1400)), () -> askInBursts(client));
                    }
                  });
    }
  }

  /** Lets so many seconds pass, and says what happened in them. */
  Span run(int seconds) {
    long answeredBefore = answered;
    long refusedBefore = refused;
    time.run(Duration.ofSeconds(seconds));
    return new Span(seconds, answered - answeredBefore, refused - refusedBefore);
  }

  /** What a host did in some time. */
  record Span(int seconds, long answered, long refused) {
    double answeredPerSecond() {
      return (double) answered / seconds;
    }

    double shareRefused() {
      return (double) refused / (answered + refused);
    }
  }
}
