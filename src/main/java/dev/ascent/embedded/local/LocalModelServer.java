package dev.ascent.embedded.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An OpenAI-compatible endpoint on the loopback interface, answered by a small model in this
 * process.
 *
 * <p>It serves {@code POST /v1/chat/completions}, {@code GET /v1/models} and {@code GET /stats},
 * the calls it accepted so far. A client that closes its connection ends the generation it asked
 * for.
 *
 * <p>The JVM does not end by itself after the model was loaded, not even once the server is closed:
 * end it with {@link System#exit}. See {@link LlamaCppGenerator}.
 */
public final class LocalModelServer implements AutoCloseable {

  /** The name of the model in requests and answers. */
  public static final String MODEL = "smollm2-135m-instruct";

  private static final Logger LOG = LoggerFactory.getLogger(LocalModelServer.class);

  private static final String LOOPBACK = "127.0.0.1";
  private static final int ANY_PORT = 0;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<? extends TextGenerator> generators;
  private final int contextTokens;
  private final Clock clock;
  private final GenerationSlots slots;
  private final Vertx vertx;
  private final HttpServer http;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();

  private LocalModelServer(
      List<? extends TextGenerator> generators, int contextTokens, Clock clock) {
    this.generators = List.copyOf(generators);
    this.contextTokens = contextTokens;
    this.clock = clock;
    this.slots = new GenerationSlots(generators);
    this.vertx = Vertx.vertx(vertxOptions());
    this.http = vertx.createHttpServer(httpOptions()).requestHandler(this::route);
  }

  /**
   * Loads the model and listens.
   *
   * @param weights a GGUF file; see {@link LocalModelWeights}
   * @throws LocalModelUnavailableException if llama.cpp or the weights cannot be loaded
   */
  public static LocalModelServer start(Path weights, LocalModelSettings settings)
      throws LocalModelUnavailableException {
    List<TextGenerator> generators =
        loadAll(settings.slots(), () -> LlamaCppGenerator.load(weights, settings.contextTokens()));
    return start(generators, settings.contextTokens(), Clock.systemUTC());
  }

  /** Loads one generator. */
  @FunctionalInterface
  interface Loader {
    TextGenerator load() throws LocalModelUnavailableException;
  }

  /** Loads so many generators, or closes again those that were loaded before one failed. */
  static List<TextGenerator> loadAll(int count, Loader loader)
      throws LocalModelUnavailableException {
    List<TextGenerator> loaded = new ArrayList<>();
    try {
      for (int slot = 0; slot < count; slot++) {
        loaded.add(loader.load());
      }
    } catch (LocalModelUnavailableException | RuntimeException | Error e) {
      loaded.forEach(TextGenerator::close);
      throw e;
    }
    return loaded;
  }

  /** Listens and answers from {@code generators}, which the server closes. */
  static LocalModelServer start(
      List<? extends TextGenerator> generators, int contextTokens, Clock clock) {
    LocalModelServer server = new LocalModelServer(generators, contextTokens, clock);
    try {
      server.http.listen().toCompletionStage().toCompletableFuture().join();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The base of the endpoint, as OpenAI clients want it: {@code http://127.0.0.1:PORT/v1}. */
  public URI baseUri() {
    return URI.create("http://%s:%d/v1".formatted(LOOPBACK, http.actualPort()));
  }

  /** Stops listening, abandons what is being generated, and closes the model. */
  @Override
  public void close() {
    slots.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    generators.forEach(TextGenerator::close);
  }

  private void route(HttpServerRequest request) {
    if (is(request, HttpMethod.POST, "/v1/chat/completions")) {
      request.body().onSuccess(body -> complete(body, request.response()));
    } else if (is(request, HttpMethod.GET, "/v1/models")) {
      send(request.response(), 200, models());
    } else if (is(request, HttpMethod.GET, "/stats")) {
      send(request.response(), 200, JSON.createObjectNode().put("requests", accepted.get()));
    } else {
      sendError(
          request.response(),
          ApiError.notFound("There is no %s %s.".formatted(request.method(), request.path())));
    }
  }

  private static boolean is(HttpServerRequest request, HttpMethod method, String path) {
    return request.method().equals(method) && path.equals(request.path());
  }

  /** Answers whatever happens, as a client that hears nothing waits for its time-out. */
  private void complete(Buffer body, HttpServerResponse response) {
    try {
      ChatCompletionRequest request = ChatCompletionRequest.parse(body.getBytes());
      if (request.model().equals(MODEL)) {
        complete(request, response);
      } else {
        sendError(response, ApiError.modelNotFound(request.model()));
      }
    } catch (InvalidRequestException e) {
      sendError(response, ApiError.invalidRequest(e.getMessage()));
    } catch (Throwable e) {
      LOG.error("A request for a completion failed.", e);
      sendError(response, error(e));
    }
  }

  private void complete(ChatCompletionRequest request, HttpServerResponse response)
      throws InvalidRequestException {
    String prompt = ChatMl.render(request.messages());
    int promptTokens = generators.get(0).countTokens(prompt);
    requireFits(promptTokens, request.sampling().maxTokens());
    accepted.incrementAndGet();
    CompletableFuture<Generation> generation =
        slots.generate(prompt, ChatMl.render(request.prefix()), request.sampling());
    response.closeHandler(closed -> generation.cancel(false));
    CompletableFuture<Generation> unused =
        generation.whenComplete(
            (generated, failure) ->
                vertx.runOnContext(
                    onEventLoop -> {
                      if (failure == null) {
                        send(response, 200, completion(generated, promptTokens));
                      } else {
                        sendError(response, error(failure));
                      }
                    }));
  }

  private void requireFits(int promptTokens, int maxTokens) throws InvalidRequestException {
    if ((long) promptTokens + maxTokens > contextTokens) {
      throw new InvalidRequestException(
          "The prompt (%d tokens) and max_tokens (%d) exceed the context of %d tokens."
              .formatted(promptTokens, maxTokens, contextTokens));
    }
  }

  private static ApiError error(Throwable failure) {
    return failure instanceof CancellationException
        ? ApiError.unavailable("The local model is shutting down.")
        : ApiError.server(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
  }

  private ObjectNode completion(Generation generation, int promptTokens) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("id", "chatcmpl-local-" + answers.incrementAndGet());
    answer.put("object", "chat.completion");
    answer.put("created", clock.instant().getEpochSecond());
    answer.put("model", MODEL);
    ObjectNode choice = answer.putArray("choices").addObject();
    choice.put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", generation.text());
    choice.put("finish_reason", generation.finishReason().name().toLowerCase(Locale.ROOT));
    answer
        .putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", generation.tokens())
        .put("total_tokens", promptTokens + generation.tokens());
    return answer;
  }

  private static ObjectNode models() {
    ObjectNode models = JSON.createObjectNode();
    models.put("object", "list");
    models
        .putArray("data")
        .addObject()
        .put("id", MODEL)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "HuggingFaceTB");
    return models;
  }

  private static void sendError(HttpServerResponse response, ApiError error) {
    send(response, error.status(), error.json());
  }

  private static void send(HttpServerResponse response, int status, ObjectNode body) {
    if (response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("x-ascent-model", "local")
        .end(body.toString());
  }

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static HttpServerOptions httpOptions() {
    return new HttpServerOptions()
        .setHost(LOOPBACK)
        .setPort(ANY_PORT)
        .setHttp2ClearTextEnabled(false);
  }
}
