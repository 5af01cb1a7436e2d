package dev.ascent.lm.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.io.CloseMode;

/** Asks a server what it is and which models it has, which costs nothing. */
public final class ServerInquiry {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final KeyRing keys;

  /**
   * Prepares to ask.
   *
   * @param keys where keys are found
   */
  public ServerInquiry(KeyRing keys) {
    this.keys = keys;
  }

  /** What came of asking. */
  public sealed interface Reply {

    /**
     * The server listed its models.
     *
     * @param models their names
     * @param ascentModel which of Ascent's own models answers, such as {@code simulated}; empty for
     *     all others
     */
    record Listed(List<String> models, String ascentModel) implements Reply {}

    /**
     * It did not, which many servers don't; whether it answers prompts is another matter.
     *
     * @param kind why
     * @param message for people: never a key
     */
    record Unlisted(FaultKind kind, String message) implements Reply {}
  }

  /**
   * Asks once.
   *
   * @throws IllegalArgumentException if the profile's base URL is no http or https URL
   */
  public Reply ask(LmProfile profile) throws InterruptedException {
    URI endpoint = Endpoints.models(profile.baseUrl());
    ApiKey key;
    try {
      key = keys.find(profile.key());
    } catch (KeyRing.MissingKeyException e) {
      return new Reply.Unlisted(FaultKind.CREDENTIALS, e.getMessage());
    }
    ReplyReader replies =
        new ReplyReader(endpoint.getAuthority(), profile, key, InstantSource.system());
    AtomicBoolean closing = new AtomicBoolean();
    CloseableHttpAsyncClient client = HttpClients.open(TIMEOUT, 1, closing::get);
    try {
      HttpReply reply = get(client, endpoint, key, profile.extras().headers());
      return reply.status() / 100 == 2
          ? listed(reply)
          : unlisted(replies.outcome(reply, Usage.NONE));
    } catch (ExecutionException e) {
      Exception cause = e.getCause() instanceof Exception exception ? exception : e;
      return unlisted(replies.outcome(cause, Usage.NONE));
    } catch (TimeoutException e) {
      return new Reply.Unlisted(
          FaultKind.TIMED_OUT,
          endpoint.getAuthority() + " gave no answer within " + TIMEOUT.toSeconds() + " s");
    } finally {
      closing.set(true);
      client.close(CloseMode.IMMEDIATE);
    }
  }

  private static HttpReply get(
      CloseableHttpAsyncClient client, URI endpoint, ApiKey key, Map<String, String> headers)
      throws InterruptedException, ExecutionException, TimeoutException {
    BasicHttpRequest request = new BasicHttpRequest(Method.GET, endpoint);
    headers.forEach(request::setHeader);
    key.sign(request);
    FutureCallback<HttpReply> nobody = null;
    Future<HttpReply> reply =
        client.execute(new BasicRequestProducer(request, null), new HttpReplyConsumer(), nobody);
    return reply.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Reply listed(HttpReply reply) {
    List<String> models = new ArrayList<>();
    Optional<JsonNode> document = Json.parse(reply.body());
    document.ifPresent(
        root ->
            root.path("data")
                .forEach(model -> Optional.ofNullable(name(model)).ifPresent(models::add)));
    return new Reply.Listed(List.copyOf(models), reply.ascentModel());
  }

  private static String name(JsonNode model) {
    return model.path("id").textValue();
  }

  private static Reply unlisted(LmOutcome outcome) {
    LmOutcome.Fault fault = (LmOutcome.Fault) outcome;
    return new Reply.Unlisted(fault.kind(), fault.message());
  }
}
