package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.limit.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.io.CloseMode;

/**
 * Makes one attempt at an OpenAI-compatible server per call.
 *
 * <p>Outcomes are completed on the client's few threads: what follows them must not block.
 */
public final class OpenAiLanguageModel implements LanguageModel {
  private final URI endpoint;
  private final ApiKey key;
  private final ReplyReader replies;
  private final RequestWriter writer;
  private final WorstCase worstCase;
  private final Map<String, String> headers;
  private final Duration timeout;
  private final Scheduler scheduler;
  private final InstantSource clock;
  private final CloseableHttpAsyncClient client;
  private final Set<Attempt> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Opens a client.
   *
   * @param key of the server
   * @param clock tells how far away a server's date and a request's deadline are
   * @param scheduler ends attempts that take longer than the profile or the deadline allows; stays
   *     open
   * @throws IllegalArgumentException if the profile's base URL is no http or https URL, or its body
   *     no JSON object
   */
  OpenAiLanguageModel(LmProfile profile, ApiKey key, InstantSource clock, Scheduler scheduler) {
    this.endpoint = Endpoints.chatCompletions(profile.baseUrl());
    this.key = key;
    this.replies = new ReplyReader(endpoint.getAuthority(), profile, key, clock);
    this.writer = new RequestWriter(profile.extras());
    this.worstCase = new WorstCase(profile);
    this.headers = profile.extras().headers();
    this.timeout = Duration.ofSeconds(profile.limits().timeoutSeconds());
    this.scheduler = scheduler;
    this.clock = clock;
    this.client = HttpClients.open(timeout, profile.limits().maxRequestsInFlight(), () -> closed);
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    byte[] body = writer.write(request);
    if (body.length > request.allowance().promptTokens()) {
      return CompletableFuture.completedFuture(tooLong(body.length, request));
    }
    Attempt attempt =
        new Attempt(worstCase.of(body.length, request), request.allowance().deadline());
    open.add(attempt);
    if (closed) {
      attempt.end(closedFault(Usage.NONE));
    } else {
      attempt.start(body);
    }
    return attempt.outcome;
  }

  private AsyncRequestProducer post(byte[] body) {
    BasicHttpRequest head = new BasicHttpRequest(Method.POST, endpoint);
    headers.forEach(head::setHeader);
    key.sign(head);
    return new BasicRequestProducer(
        head, AsyncEntityProducers.create(body, ContentType.APPLICATION_JSON));
  }

  private static LmOutcome tooLong(int bytes, ChatRequest request) {
    return new LmOutcome.Fault(
        FaultKind.TOO_LONG,
        "the budget was for a prompt of at most "
            + request.allowance().promptTokens()
            + " bytes, and it has "
            + bytes,
        Usage.NONE);
  }

  private LmOutcome closedFault(Usage usage) {
    return new LmOutcome.Fault(
        FaultKind.UNREACHABLE, "the client of " + endpoint.getAuthority() + " is closed", usage);
  }

  /** Ends all open calls with a fault; the server may have seen their requests. */
  @Override
  public void close() {
    closed = true;
    client.close(CloseMode.IMMEDIATE);
    open.forEach(attempt -> attempt.end(closedFault(attempt.worst)));
  }

  @Override
  public String toString() {
    return "OpenAiLanguageModel[" + endpoint.getAuthority() + "]";
  }

  /**
   * One exchange with the server, which its reply, its failure, its deadline or its caller ends.
   */
  private final class Attempt implements FutureCallback<HttpReply> {
    private final Usage worst;
    private final Instant latest;
    private final CompletableFuture<LmOutcome> outcome = new CompletableFuture<>();
    private volatile Scheduler.Scheduled deadline = () -> {};

    /**
     * @param worst what it costs at most where the server says nothing
     * @param latest when it has to end, if the profile's timeout does not come first
     */
    Attempt(Usage worst, Instant latest) {
      this.worst = worst;
      this.latest = latest;
    }

    void start(byte[] body) {
      Future<HttpReply> exchange;
      try {
        exchange = client.execute(post(body), new HttpReplyConsumer(), this);
      } catch (IllegalStateException closedMeanwhile) {
        end(closedFault(Usage.NONE));
        return;
      }
      Duration left = Duration.between(clock.instant(), latest);
      boolean isLast = left.compareTo(timeout) < 0;
      deadline =
          scheduler.schedule(
              isLast ? left : timeout,
              () -> {
                end(isLast ? replies.outOfTime(worst) : replies.timedOut(worst));
                exchange.cancel(true);
              });
      var unused =
          outcome.whenComplete(
              (result, givenUp) -> {
                open.remove(this);
                deadline.cancel();
                if (givenUp != null) {
                  exchange.cancel(true);
                }
              });
    }

    void end(LmOutcome result) {
      open.remove(this);
      outcome.complete(result);
    }

    @Override
    public void completed(HttpReply reply) {
      end(replies.outcome(reply, worst));
    }

    @Override
    public void failed(Exception failure) {
      end(replies.outcome(failure, worst));
    }

    @Override
    public void cancelled() {
      end(closedFault(worst));
    }
  }
}
