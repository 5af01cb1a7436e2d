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
  static final Usage ONE_REQUEST = new Usage(1, 0, 0, 0);

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

  LmOutcome outcome(HttpReply reply) {
    return reply.status() / 100 == 2 ? answer(reply) : refusal(reply);
  }

  private LmOutcome answer(HttpReply reply) {
    return ChatCompletions.read(reply.body())
        .<LmOutcome>map(
            completion ->
                new LmOutcome.Answer(
                    completion.text(),
                    new Usage(
                        1,
                        completion.promptTokens(),
                        completion.completionTokens(),
                        profile.usd(completion.promptTokens(), completion.completionTokens()))))
        .orElseGet(
            () ->
                new LmOutcome.Fault(
                    FaultKind.TRANSIENT,
                    host + " sent no chat completion: " + excerpt(reply),
                    ONE_REQUEST));
  }

  private LmOutcome refusal(HttpReply reply) {
    FaultKind kind = kind(reply.status());
    // What a server says of a refused key may repeat parts of it.
    String detail = kind == FaultKind.CREDENTIALS ? "the key was refused" : excerpt(reply);
    return new LmOutcome.Fault(
        kind,
        host + " answered with status " + reply.status() + ": " + detail,
        ONE_REQUEST,
        retryAfter(reply.retryAfter()));
  }

  private static FaultKind kind(int status) {
    return switch (status) {
      case 401, 403 -> FaultKind.CREDENTIALS;
      case 404 -> FaultKind.UNKNOWN_MODEL;
      case 408, 409, 429 -> FaultKind.TRANSIENT;
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

  LmOutcome outcome(Exception failure) {
    FaultKind kind = kind(failure);
    return new LmOutcome.Fault(
        kind,
        host + " gave no answer: " + Excerpt.of(key.redact(String.valueOf(failure))),
        reached(failure) ? ONE_REQUEST : Usage.NONE);
  }

  LmOutcome timedOut() {
    return new LmOutcome.Fault(
        FaultKind.TIMED_OUT,
        host + " gave no answer within " + profile.timeoutSeconds() + " s",
        ONE_REQUEST);
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
