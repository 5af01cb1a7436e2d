package dev.ascent.lm.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Overruns a simulated model that limits the rate, through the client that a job uses, and prints
 * what it got of it by the server's own counts.
 *
 * <p>Arguments: the line that the server printed, and how many callers ask, each again as soon as
 * its last call has ended.
 */
final class ThrottleBenchmarkTool {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int IN_FLIGHT = 64;
  private static final int SECONDS_A_LINE = 10;
  private static final int LINES = 6;
  private static final int ATTEMPTS = 20;

  private final String baseUrl;
  private final LanguageModel model;
  private final LongAdder asked = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile boolean over;

  private ThrottleBenchmarkTool(String baseUrl, LanguageModel model) {
    this.baseUrl = baseUrl;
    this.model = model;
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    String baseUrl = MAPPER.readTree(arguments[0]).get("baseUrl").asText();
    LmProfile profile = LmProfile.of(baseUrl, "simulated").withLimits(LmLimits.of(IN_FLIGHT, 60));
    try (LanguageModel model = LanguageModels.ofProcess().acquire(profile, AllowedHosts.LOOPBACK)) {
      new ThrottleBenchmarkTool(baseUrl, model).measure(Integer.parseInt(arguments[1]));
    }
    System.exit(0);
  }

  private void measure(int callers) throws InterruptedException, ExecutionException {
    for (int i = 0; i < callers; i++) {
      ask();
    }
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    Counts first = null;
    Counts last = Counts.NONE;
    for (int line = 1; line <= LINES; line++) {
      ScheduledFuture<Counts> due = clock.schedule(this::counts, SECONDS_A_LINE, TimeUnit.SECONDS);
      Counts now = due.get();
      print("to " + line * SECONDS_A_LINE + " s", now.minus(last), SECONDS_A_LINE);
      first = first == null ? now : first;
      last = now;
    }
    over = true;
    clock.shutdownNow();
    print(
        "after the first " + SECONDS_A_LINE + " s",
        last.minus(first),
        (LINES - 1) * SECONDS_A_LINE);
    System.out.printf(Locale.ROOT, "calls that ended without an answer: %d%n", failed.sum());
  }

  private void ask() {
    asked.increment();
    var unused =
        model
            .complete(request(asked.sum()))
            .thenAccept(
                outcome -> {
                  if (over) {
                    return;
                  }
                  if (!(outcome instanceof LmOutcome.Answer)) {
                    failed.increment();
                  }
                  ask();
                });
  }

  private static void print(String span, Counts counts, int seconds) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f answered/s, %.2f%% of requests refused%n",
        span,
        (double) (counts.requests - counts.refused) / seconds,
        100.0 * counts.refused / counts.requests);
  }

  private Counts counts() {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(baseUrl).resolve("/stats")).build(),
                  HttpResponse.BodyHandlers.ofString());
      JsonNode stats = MAPPER.readTree(response.body());
      return new Counts(stats.get("requests").asLong(), stats.at("/faults/rate_limited").asLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ChatRequest request(long number) {
    return new ChatRequest(
        "simulated",
        List.of(
            new ChatMessage("system", "Name the team that answers the ticket."),
            new ChatMessage("user", "[[ ## ticket ## ]]\nMy invoice is wrong, number " + number)),
        0.7,
        64,
        List.of(),
        Allowance.ofAttempts(ATTEMPTS));
  }

  /** Requests that the server got, and those of them that it refused. */
  private record Counts(long requests, long refused) {
    static final Counts NONE = new Counts(0, 0);

    Counts minus(Counts earlier) {
      return new Counts(requests - earlier.requests, refused - earlier.refused);
    }
  }
}
