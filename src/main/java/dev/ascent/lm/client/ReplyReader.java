package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.prompt.Excerpt;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.RequestNotExecutedException;

/** Says what one attempt's response or failure means. */
final class ReplyReader {
  private final String host;
  private final LmProfile profile;
  private final ApiKey key;
  private final InstantSource clock;

  ReplyReader(String host, LmProfile profile, ApiKey key, InstantSource clock) {
    this.host = host;
    this.profile = profile;
    this.key = key;
    this.clock = clock;
  }

  /**
   * What a reply means.
   *
   * @param worst what the attempt costs at most, where the reply does not say it
   */
  LmOutcome outcome(HttpReply reply, Usage worst) {
    return reply.status() / 100 == 2 ? answer(reply, worst) : refusal(reply, worst);
  }

  private LmOutcome answer(HttpReply reply, Usage worst) {
    return ChatCompletions.read(reply.body())
        .<LmOutcome>map(
            completion ->
                new LmOutcome.Answer(
                    completion.texts(),
                    completion
                        .tokens()
                        .map(tokens -> usage(tokens, worst.requests()))
                        .orElse(worst)))
        .orElseGet(
            () ->
                new LmOutcome.Fault(
                    FaultKind.TRANSIENT,
                    host + " sent no chat completion: " + excerpt(reply),
                    worst));
  }

  private Usage usage(ChatCompletions.Tokens tokens, int requests) {
    return new Usage(
        requests,
        tokens.prompt(),
        tokens.completion(),
        profile.prices().usd(tokens.prompt(), tokens.cached(), tokens.completion()),
        tokens.cached(),
        0,
        0);
  }

  /** An error's reply costs nothing but the request, which counts for each answer asked for. */
  private LmOutcome refusal(HttpReply reply, Usage worst) {
    FaultKind kind = kind(reply.status());
    // What a server says of a refused key may repeat parts of it.
    String detail = kind == FaultKind.CREDENTIALS ? "the key was refused" : excerpt(reply);
    return new LmOutcome.Fault(
        kind,
        host + " answered with status " + reply.status() + ": " + detail,
        new Usage(worst.requests(), 0, 0, 0),
        retryAfter(reply.retryAfter()));
  }

  private static FaultKind kind(int status) {
    return switch (status) {
      case 401, 403 -> FaultKind.CREDENTIALS;
      case 404 -> FaultKind.UNKNOWN_MODEL;
      case 408, 409 -> FaultKind.TRANSIENT;
      case 429 -> FaultKind.THROTTLED;
      default -> status >= 500 ? FaultKind.TRANSIENT : FaultKind.REJECTED;
    };
  }

  private String excerpt(HttpReply reply) {
    return Excerpt.of(key.redact(ChatCompletions.errorMessage(reply.body())));
  }

  /** Reads seconds or an HTTP date (RFC 9110, section 10.2.3); zero for anything else. */
  private Duration retryAfter(String header) {
    String value = header.strip();
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    Instant date = value.isEmpty() ? null : DateUtils.parseStandardDate(value);
    Instant now = clock.instant();
    return date == null || date.isBefore(now) ? Duration.ZERO : Duration.between(now, date);
  }

  /** What a failure means; see {@link #outcome(HttpReply, Usage)}. */
  LmOutcome outcome(Exception failure, Usage worst) {
    FaultKind kind = kind(failure);
    return new LmOutcome.Fault(
        kind,
        host + " gave no answer: " + Excerpt.of(key.redact(String.valueOf(failure))),
        reached(failure) ? worst : Usage.NONE);
  }

  LmOutcome timedOut(Usage worst) {
    return new LmOutcome.Fault(
        FaultKind.TIMED_OUT,
        host + " gave no answer within " + profile.limits().timeoutSeconds() + " s",
        worst);
  }

  /** An attempt was under way when the whole call had to end. */
  LmOutcome outOfTime(Usage worst) {
    return new LmOutcome.Fault(
        FaultKind.TIMED_OUT, host + " gave no answer before the rollout's time was up", worst);
  }

  private static FaultKind kind(Exception failure) {
    if (!reached(failure)) {
      return FaultKind.UNREACHABLE;
    }
    return failure instanceof SocketTimeoutException ? FaultKind.TIMED_OUT : FaultKind.TRANSIENT;
  }

  /** Whether the server may have seen the request. */
  private static boolean reached(Exception failure) {
    return !(failure instanceof ConnectException
        || failure instanceof ConnectTimeoutException
        || failure instanceof UnknownHostException
        || failure instanceof NoRouteToHostException
        || failure instanceof RequestNotExecutedException
        || failure instanceof SSLException);
  }
}
