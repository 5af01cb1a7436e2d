package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers requests for completions, with the latency and the faults that were asked for. All of it
 * runs on the server's one event loop, but for {@link #setDown}, {@link #drift} and {@link #stats}.
 */
final class CompletionHandler implements Handler<HttpServerRequest> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final World before;
  private final Latency latency;
  private final FaultRates faults;
  private final Optional<TokenBucket> admitted;
  private final Vertx vertx;
  private final Tally tally = new Tally();
  private volatile boolean down;
  private volatile Drifted drifted;

  /** By a prompt's fingerprint, how often it was answered in full. */
  private final Map<Long, Integer> answered = new HashMap<>();

  CompletionHandler(
      World world,
      Latency latency,
      FaultRates faults,
      Optional<TokenBucket> admitted,
      Vertx vertx) {
    this.before = world;
    this.latency = latency;
    this.faults = faults;
    this.admitted = admitted;
    this.vertx = vertx;
  }

  void setDown(boolean down) {
    this.down = down;
  }

  /** Answers as another world does, from so many rollouts on. */
  void drift(World after, long afterRollouts) {
    drifted = new Drifted(after, afterRollouts);
  }

  private record Drifted(World world, long afterRollouts) {}

  /** The world as it is now. */
  World world() {
    Drifted change = drifted;
    return change == null || tally.rollouts() < change.afterRollouts() ? before : change.world();
  }

  ServerStats stats() {
    return tally.snapshot();
  }

  @Override
  public void handle(HttpServerRequest request) {
    long number = tally.arrived();
    request.response().endHandler(ended -> tally.ended());
    if (down) {
      tally.faulted(Fault.DOWN);
      request.connection().close();
    } else {
      request.bodyHandler(
          body -> Routes.answering(request.response(), () -> arrived(request, body, number)));
    }
  }

  private void arrived(HttpServerRequest request, Buffer body, long number) {
    CompletionCall call;
    try {
      call = CompletionCall.read(MAPPER.readTree(body.getBytes()));
    } catch (IOException | IllegalArgumentException e) {
      Routes.respond(
          request.response(), 400, Routes.error("invalid_request", String.valueOf(e.getMessage())));
      return;
    }
    if (!call.model().equals(SimulatedModelServer.MODEL)) {
      Routes.respond(
          request.response(),
          404,
          Routes.error("model_not_found", "no model '" + call.model() + "'"));
      return;
    }
    Question question = world().read(call.prompt());
    tally.asked(question.kind(), call.choices());
    serve(request, new Asked(call, question, number));
  }

  private record Asked(CompletionCall call, Question question, long number) {}

  private void serve(HttpServerRequest request, Asked asked) {
    if (admitted.isPresent() && !admitted.get().tryTake(System.nanoTime())) {
      tally.faulted(Fault.RATE_LIMITED);
      tooManyRequests(request.response());
      return;
    }
    Chance chance = Chance.of(before.seed(), "service", asked.number());
    Optional<Fault> drawn = faults.draw(chance);
    Duration wait = latency.draw(chance);
    if (drawn.isEmpty()) {
      after(wait, request, () -> answer(request.response(), asked));
      return;
    }
    tally.faulted(drawn.get());
    switch (drawn.get()) {
      case TOO_MANY_REQUESTS, RATE_LIMITED -> tooManyRequests(request.response());
      case SERVER_ERROR -> after(wait, request, () -> serverError(request.response()));
      case CUT_BODY -> after(wait, request, () -> cutBody(request, asked));
      case HANG -> after(faults.hangTime(), request, () -> answer(request.response(), asked));
      case CLOSED, DOWN -> after(wait, request, () -> request.connection().close());
    }
  }

  /** Runs the action after the time, rounded to milliseconds, unless the caller has gone. */
  private void after(Duration wait, HttpServerRequest request, Runnable action) {
    long millis = wait.plusNanos(500_000).toMillis();
    if (millis == 0) {
      action.run();
      return;
    }
    long timer = vertx.setTimer(millis, fired -> Routes.answering(request.response(), action));
    request
        .response()
        .endHandler(
            ended -> {
              vertx.cancelTimer(timer);
              tally.ended();
            });
  }

  private void answer(HttpServerResponse response, Asked asked) {
    int choices = asked.call().choices();
    int occurrence = answered.merge(fingerprint(asked), choices, Integer::sum) - choices;
    Completion completion = completion(asked, occurrence);
    tally.answered(completion.promptTokens(), completion.completionTokens());
    Routes.respond(response, 200, completion.toJson(MAPPER, asked.number()));
  }

  private static Completion completion(Asked asked, int occurrence) {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < asked.call().choices(); i++) {
      answers.add(asked.question().answer(occurrence + i));
    }
    return Completion.of(asked.call(), answers);
  }

  private static long fingerprint(Asked asked) {
    return asked.call().prompt().fingerprint();
  }

  private void tooManyRequests(HttpServerResponse response) {
    response.putHeader("retry-after", Long.toString(faults.retryAfter().toSeconds()));
    Routes.respond(response, 429, Routes.error("rate_limit_exceeded", "simulated rate limit"));
  }

  private static void serverError(HttpServerResponse response) {
    Routes.respond(response, 500, Routes.error("server_error", "simulated server error"));
  }

  /** The answer that goes lost counts as not given: a second try gets it. */
  private void cutBody(HttpServerRequest request, Asked asked) {
    Completion completion = completion(asked, answered.getOrDefault(fingerprint(asked), 0));
    byte[] whole = Routes.bytes(completion.toJson(MAPPER, asked.number()));
    request
        .response()
        .putHeader("content-type", "application/json")
        .putHeader("content-length", Integer.toString(whole.length))
        .write(Buffer.buffer(whole).slice(0, whole.length / 2))
        .onComplete(written -> request.connection().close());
  }
}
