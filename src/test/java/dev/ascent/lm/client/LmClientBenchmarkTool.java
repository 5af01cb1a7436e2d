package dev.ascent.lm.client;

import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures what the client alone costs, against a server that answers at once.
 *
 * <p>Two processes, so that each can have a core of its own: {@code server}, which prints its port,
 * and {@code client PORT}.
 */
final class LmClientBenchmarkTool {
  private static final int IN_FLIGHT = 256;
  private static final long WARM_UP_NANOS = 8_000_000_000L;
  private static final long MEASURED_NANOS = 10_000_000_000L;
  private static final int PER_SECOND = 1_000;
  private static final int PACED_SECONDS = 10;

  private static final String REPLY =
      """
      {"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":\
      {"role":"assistant","content":"[[ ## team ## ]]\\nbilling\\n\\n[[ ## completed ## ]]"},\
      "finish_reason":"stop"}],"usage":{"prompt_tokens":400,"completion_tokens":12}}""";

  private LmClientBenchmarkTool() {}

  public static void main(String[] arguments) throws InterruptedException {
    switch (arguments[0]) {
      case "server" -> serve();
      case "client" -> measure(Integer.parseInt(arguments[1]));
      default -> throw new IllegalArgumentException("server, or client PORT");
    }
  }

  private static void serve() {
    HttpServer server =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(
                request ->
                    request.endHandler(
                        end ->
                            request
                                .response()
                                .putHeader("content-type", "application/json")
                                .end(Buffer.buffer(REPLY))))
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    System.out.println(server.actualPort());
  }

  private static void measure(int port) throws InterruptedException {
    LmProfile profile =
        LmProfile.of("http://127.0.0.1:" + port + "/v1", "m")
            .withLimits(LmLimits.of(IN_FLIGHT, 60))
            .withPrices(new LmPrices(0.1, 0.2, null));
    try (LanguageModel model = LanguageModels.ofProcess().acquire(profile, AllowedHosts.LOOPBACK)) {
      flood(model, WARM_UP_NANOS);
      System.out.printf(
          Locale.ROOT, "%d in flight: %.0f requests/s%n", IN_FLIGHT, flood(model, MEASURED_NANOS));
      long[] latencies = paced(model);
      System.out.printf(
          Locale.ROOT,
          "%d/s: median %.3f ms, p95 %.3f ms, p99 %.3f ms%n",
          PER_SECOND,
          quantile(latencies, 0.5),
          quantile(latencies, 0.95),
          quantile(latencies, 0.99));
    }
    System.exit(0);
  }

  /** Requests answered per second. */
  private static double flood(LanguageModel model, long nanos) throws InterruptedException {
    Semaphore free = new Semaphore(IN_FLIGHT);
    LongAdder answered = new LongAdder();
    long start = System.nanoTime();
    for (int i = 0; System.nanoTime() - start < nanos; i++) {
      free.acquire();
      var unused =
          model
              .complete(request(i))
              .thenAccept(
                  outcome -> {
                    free.release();
                    requireAnswer(outcome);
                    answered.increment();
                  });
    }
    free.acquire(IN_FLIGHT);
    return answered.sum() * 1e9 / (System.nanoTime() - start);
  }

  /** Nanoseconds from each request's departure to its answer. */
  private static long[] paced(LanguageModel model) throws InterruptedException {
    int requests = PER_SECOND * PACED_SECONDS;
    long[] latencies = new long[requests];
    AtomicInteger next = new AtomicInteger();
    CountDownLatch answered = new CountDownLatch(requests);
    ScheduledExecutorService departures = Executors.newSingleThreadScheduledExecutor();
    var unusedToo =
        departures.scheduleAtFixedRate(
            () -> {
              int number = next.getAndIncrement();
              if (number < requests) {
                long sent = System.nanoTime();
                var unused =
                    model
                        .complete(request(number))
                        .thenAccept(
                            outcome -> {
                              latencies[number] = System.nanoTime() - sent;
                              requireAnswer(outcome);
                              answered.countDown();
                            });
              }
            },
            0,
            1_000_000_000L / PER_SECOND,
            TimeUnit.NANOSECONDS);
    answered.await();
    departures.shutdownNow();
    return latencies;
  }

  private static void requireAnswer(LmOutcome outcome) {
    if (!(outcome instanceof LmOutcome.Answer)) {
      System.err.println(outcome);
      Runtime.getRuntime().halt(1);
    }
  }

  private static double quantile(long[] nanos, double share) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))] / 1e6;
  }

  private static ChatRequest request(int number) {
    return new ChatRequest(
        "m",
        List.of(
            new ChatMessage("system", "Name the team that answers the ticket. ".repeat(30)),
            new ChatMessage("user", "[[ ## ticket ## ]]\nMy invoice is wrong, number " + number)),
        0.7,
        64,
        List.of(),
        Allowance.ofAttempts(4));
  }
}
