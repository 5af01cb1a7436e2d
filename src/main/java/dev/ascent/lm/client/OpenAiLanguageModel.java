package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
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
  private final Duration timeout;
  private final Scheduler scheduler;
  private final CloseableHttpAsyncClient client;
  private final Set<Attempt> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Opens a client.
   *
   * @param apiKey empty for a server that wants none
   * @param clock tells how far away a server's date is
   * @param scheduler ends attempts that take longer than the profile allows; stays open
   * @throws IllegalArgumentException if the profile's base URL is no http or https URL
   */
  public OpenAiLanguageModel(
      LmProfile profile, String apiKey, InstantSource clock, Scheduler scheduler) {
    this.endpoint = Endpoints.chatCompletions(profile.baseUrl());
    this.key = new ApiKey(apiKey);
    this.replies = new ReplyReader(endpoint.getAuthority(), profile, key, clock);
    this.timeout = Duration.ofSeconds(profile.timeoutSeconds());
    this.scheduler = scheduler;
    this.client = HttpClients.open(timeout, profile.maxRequestsInFlight(), () -> closed);
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    Attempt attempt = new Attempt();
    open.add(attempt);
    if (closed) {
      attempt.end(closedFault(Usage.NONE));
    } else {
      attempt.start(request);
    }
    return attempt.outcome;
  }

  private AsyncRequestProducer post(ChatRequest request) {
    BasicHttpRequest head = new BasicHttpRequest(Method.POST, endpoint);
    if (key.isPresent()) {
      head.setHeader(HttpHeaders.AUTHORIZATION, key.authorization());
    }
    return new BasicRequestProducer(
        head,
        AsyncEntityProducers.create(ChatCompletions.write(request), ContentType.APPLICATION_JSON));
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
    open.forEach(attempt -> attempt.end(closedFault(ReplyReader.ONE_REQUEST)));
  }

  @Override
  public String toString() {
    return "OpenAiLanguageModel[" + endpoint.getAuthority() + "]";
  }

  /** One exchange with the server, which its reply, its failure or its deadline ends. */
  private final class Attempt implements FutureCallback<HttpReply> {
    private final CompletableFuture<LmOutcome> outcome = new CompletableFuture<>();
    private volatile Scheduler.Scheduled deadline = () -> {};

    void start(ChatRequest request) {
      Future<HttpReply> exchange;
      try {
        exchange = client.execute(post(request), new HttpReplyConsumer(), this);
      } catch (IllegalStateException closedMeanwhile) {
        end(closedFault(Usage.NONE));
        return;
      }
      deadline = scheduler.schedule(timeout, () -> giveUp(exchange));
      if (outcome.isDone()) {
        deadline.cancel();
      }
    }

    private void giveUp(Future<HttpReply> exchange) {
      end(replies.timedOut());
      exchange.cancel(true);
    }

    void end(LmOutcome result) {
      open.remove(this);
      deadline.cancel();
      outcome.complete(result);
    }

    @Override
    public void completed(HttpReply reply) {
      end(replies.outcome(reply));
    }

    @Override
    public void failed(Exception failure) {
      end(replies.outcome(failure));
    }

    @Override
    public void cancelled() {
      end(closedFault(ReplyReader.ONE_REQUEST));
    }
  }
}
