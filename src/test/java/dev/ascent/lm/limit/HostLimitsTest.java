package dev.ascent.lm.limit;

import static dev.ascent.testing.ScriptedLanguageModel.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.testing.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the limits of a host settle, in virtual time. */
class HostLimitsTest {
  private static final int CALLERS = 64;

  /** What callers wait after a refusal. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final ChatRequest REQUEST =
      new ChatRequest("small", List.of(), null, null, List.of(), Allowance.ofAttempts(1));

  private final VirtualTime time = new VirtualTime();

  @ParameterizedTest
  @CsvSource({"5, 1, 0.1", "50, 1, 0.03", "50, 100, 0.03", "400, 20, 0.03", "1000, 50, 0.03"})
  void aServerThatAdmitsAFixedRateIsNotOverrun(
      double perSecond, long latencyMillis, double mostRefused) {
    Server server = new Server(new FixedRate(perSecond), latencyMillis);
    keepAsking(server);
    time.run(Duration.ofSeconds(20));
    server.forget();

    time.run(Duration.ofMinutes(2));

    assertThat(server.answeredPerSecond()).isGreaterThan(0.9 * Math.min(perSecond, 640));
    assertThat(server.shareRefused()).isLessThan(mostRefused);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.1})
  void refusalsAtRandomSlowNothingDown(double share) {
    Random random = new Random(7);
    Server server = new Server(now -> random.nextDouble() < share ? 1 : 0, 50);
    keepAsking(server);
    time.run(Duration.ofSeconds(20));
    server.forget();

    time.run(Duration.ofMinutes(2));

    double secondsOfAnAnswer = 0.05 + share / (1 - share) * PAUSE.toMillis() / 1e3;
    assertThat(server.answeredPerSecond()).isGreaterThan(0.95 * CALLERS / secondsOfAnAnswer);
  }

  /** Then a window says little, and what was answered in it says nothing of what could be. */
  @Test
  void refusalsAtRandomSlowNothingDownWhereFewAsk() {
    Random random = new Random(7);
    Server server = new Server(now -> random.nextDouble() < 0.05 ? 1 : 0, 50);
    LanguageModel model = limited(server);
    for (int second = 0; second < 300; second++) {
      for (int call = 0; call < 8; call++) {
        var unused = model.complete(REQUEST);
      }
      time.run(Duration.ofSeconds(1));
    }

    assertThat(server.answered + server.refused).isGreaterThan((long) (0.95 * 300 * 8));
  }

  @Test
  void aServerThatIsFasterAgainIsAskedFaster() {
    FixedRate rate = new FixedRate(50);
    Server server = new Server(rate, 5);
    keepAsking(server);
    time.run(Duration.ofSeconds(30));
    rate.perSecond = 500;
    time.run(Duration.ofMinutes(3));
    server.forget();

    time.run(Duration.ofSeconds(30));

    assertThat(server.answeredPerSecond()).isGreaterThan(400);
  }

  @Test
  void aServerThatGetsSlowWithManyCallsGetsFewer() {
    Server server = new Server(now -> 0, 50);
    server.queuesAbove = 20;
    keepAsking(server);
    time.run(Duration.ofMinutes(1));
    server.forget();

    time.run(Duration.ofSeconds(30));

    assertThat(server.mostInFlight).isLessThan(CALLERS);
    assertThat(server.answeredPerSecond()).isGreaterThan(0.8 * 20 / 0.05);
  }

  /** Has as many callers ask again and again, each after its last answer. */
  private void keepAsking(LanguageModel server) {
    LanguageModel model = limited(server);
    for (int caller = 0; caller < CALLERS; caller++) {
      ask(model);
    }
  }

  private AdmittedLanguageModel limited(LanguageModel server) {
    return new AdmittedLanguageModel(
        server, new AllLimits(List.of(), new HostLimits(1_000)), time, time, time::nanos);
  }

  private void ask(LanguageModel model) {
    var unused =
        model
            .complete(REQUEST)
            .thenAccept(
                outcome ->
                    time.schedule(
                        outcome instanceof LmOutcome.Fault ? PAUSE : Duration.ZERO,
                        () -> ask(model)));
  }

  /** Admits a rate with a burst of a second, as a token bucket. */
  private static final class FixedRate implements DoubleUnaryOperator {
    private double perSecond;
    private double left;
    private double last;

    FixedRate(double perSecond) {
      this.perSecond = perSecond;
      this.left = perSecond;
    }

    @Override
    public double applyAsDouble(double seconds) {
      left = Math.min(perSecond, left + (seconds - last) * perSecond);
      last = seconds;
      if (left < 1) {
        return 1;
      }
      left--;
      return 0;
    }
  }

  /** Refuses at once or answers after a while. */
  private final class Server implements LanguageModel {
    private final DoubleUnaryOperator refuses;
    private final long latencyMillis;
    private int queuesAbove = Integer.MAX_VALUE;
    private int inFlight;
    private int mostInFlight;
    private long answered;
    private long refused;
    private long since;

    Server(DoubleUnaryOperator refuses, long latencyMillis) {
      this.refuses = refuses;
      this.latencyMillis = latencyMillis;
    }

    @Override
    public CompletableFuture<LmOutcome> complete(ChatRequest request) {
      if (refuses.applyAsDouble(time.nanos() / 1e9) > 0) {
        refused++;
        return CompletableFuture.completedFuture(
            new LmOutcome.Fault(FaultKind.THROTTLED, "429", new Usage(1, 0, 0, 0)));
      }
      inFlight++;
      mostInFlight = Math.max(mostInFlight, inFlight);
      double slowness = Math.max(1, (double) inFlight / queuesAbove);
      CompletableFuture<LmOutcome> outcome = new CompletableFuture<>();
      time.schedule(
          Duration.ofNanos((long) (latencyMillis * slowness * 1e6)),
          () -> {
            inFlight--;
            answered++;
            outcome.complete(answer("done"));
          });
      return outcome;
    }

    void forget() {
      answered = 0;
      refused = 0;
      mostInFlight = inFlight;
      since = time.nanos();
    }

    double answeredPerSecond() {
      return answered * 1e9 / (time.nanos() - since);
    }

    double shareRefused() {
      return (double) refused / (answered + refused);
    }

    @Override
    public void close() {}
  }
}
