package dev.ascent.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on loopback that gives prepared replies in order, the last one ever again. */
public final class LoopbackServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Reply> replies;
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final CyclicBarrier group;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Answers one request. */
  @FunctionalInterface
  public interface Reply {
    void to(HttpExchange exchange, CountDownLatch closing) throws Exception;
  }

  /** One request as it came. */
  public record Received(String path, Headers headers, String body) {
    /** Its key, or {@code null} in words. */
    public String authorization() {
      return String.valueOf(headers.getFirst("Authorization"));
    }
  }

  public LoopbackServer(Reply... replies) {
    this(1, replies);
  }

  /**
   * @param groupSize a request is answered once so many are open, so that calls overlap
   */
  public LoopbackServer(int groupSize, Reply... replies) {
    this.group = new CyclicBarrier(groupSize);
    this.replies = new ConcurrentLinkedQueue<>(List.of(replies));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A chat completion with 7 prompt and 3 completion tokens. */
  public static Reply completion(String text) {
    return status(
        200,
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\""
            + text
            + "\"}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}");
  }

  public static Reply status(int status, String body) {
    return status(status, body, "");
  }

  /** A reply that asks to wait; an empty value means no such header. */
  public static Reply status(int status, String body, String retryAfter) {
    return (exchange, closing) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (!retryAfter.isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
      }
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** A reply that promises more bytes than it sends. */
  public static Reply cutBody() {
    return (exchange, closing) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("{\"choices\":".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    };
  }

  /** No reply: the connection closes. */
  public static Reply closedConnection() {
    return (exchange, closing) -> {};
  }

  /** No reply until the server closes. */
  public static Reply hang() {
    return (exchange, closing) -> closing.await();
  }

  public String baseUrl() {
    return "http://" + authority() + "/v1";
  }

  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  /** The most requests that were open at once. */
  public int mostOpen() {
    return mostOpen.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      received.add(
          new Received(
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      group.await();
      Reply reply = replies.size() > 1 ? replies.remove() : replies.element();
      open.decrementAndGet();
      reply.to(exchange, closing);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
