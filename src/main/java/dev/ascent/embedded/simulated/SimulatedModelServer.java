package dev.ascent.embedded.simulated;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model on loopback that answers as a {@link World} says, over OpenAI's chat completions API. One
 * thread serves all connections; waiting is done by timers.
 *
 * <p>Answers follow from the world, the prompt and how often it was answered before, so that the
 * order of concurrent requests does not matter. Latencies and faults follow from the world's seed
 * and the order of arrival.
 */
public final class SimulatedModelServer implements AutoCloseable {
  /** The one model that the server knows. */
  public static final String MODEL = "simulated";

  private static final String HOST = "127.0.0.1";

  private final Vertx vertx;
  private final HttpServer server;
  private final CompletionHandler completions;

  private SimulatedModelServer(Vertx vertx, HttpServer server, CompletionHandler completions) {
    this.vertx = vertx;
    this.server = server;
    this.completions = completions;
  }

  /** Starts a server that answers at once and without faults, on any free port. */
  public static SimulatedModelServer start(World world) {
    return start(world, 0, Latency.NONE, FaultRates.NONE);
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param port to listen on; 0 takes any free one
   */
  public static SimulatedModelServer start(
      World world, int port, Latency latency, FaultRates faults) {
    return start(world, port, latency, faults, OptionalDouble.empty());
  }

  /**
   * Starts a server that refuses requests which come too fast, with status 429.
   *
   * @param port to listen on; 0 takes any free one
   * @param admitPerSecond requests that are admitted a second, and at once after a second without
   *     any; empty for no limit
   */
  public static SimulatedModelServer start(
      World world, int port, Latency latency, FaultRates faults, OptionalDouble admitPerSecond) {
    Optional<TokenBucket> admitted =
        admitPerSecond.isPresent()
            ? Optional.of(new TokenBucket(admitPerSecond.getAsDouble(), System.nanoTime()))
            : Optional.empty();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    CompletionHandler completions = new CompletionHandler(world, latency, faults, admitted, vertx);
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost(HOST).setPort(port))
            .requestHandler(new Routes(completions));
    try {
      server.listen().toCompletionStage().toCompletableFuture().join();
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
    return new SimulatedModelServer(vertx, server, completions);
  }

  public int port() {
    return server.actualPort();
  }

  /** Where the API is, its {@code /v1} included. */
  public String baseUrl() {
    return "http://" + HOST + ":" + port() + "/v1";
  }

  public ServerStats stats() {
    return completions.stats();
  }

  /** While down, the server closes the connection of every request for a completion. */
  public void setDown(boolean down) {
    completions.setDown(down);
  }

  /**
   * Has the model answer as another world does.
   *
   * @param afterRollouts rollouts that are answered as before, counted from the server's start
   */
  public void drift(World after, long afterRollouts) {
    completions.drift(after, afterRollouts);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
