package dev.ascent.embedded.simulated;

import dev.ascent.lm.ChatMessage;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how many requests a second a server without latency answers, with every connection
 * sending its next request when it has its answer. Arguments: requests, then connections.
 */
final class ServerLoadTool {
  private static final int PROMPTS = 2000;

  private final List<Buffer> requests;
  private final long total;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);

  private ServerLoadTool(List<Buffer> requests, long total) {
    this.requests = requests;
    this.total = total;
  }

  public static void main(String[] arguments) throws InterruptedException {
    long total = arguments.length > 0 ? Long.parseLong(arguments[0]) : 200_000;
    int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
    TicketWorld world = new TicketWorld(Variant.BASE, 1);
    try (SimulatedModelServer server = SimulatedModelServer.start(world)) {
      List<Buffer> requests = requests(world);
      new ServerLoadTool(requests, total / 4).run(server.port(), connections);
      long cpuBefore = cpuNanosOfServer();
      long start = System.nanoTime();
      new ServerLoadTool(requests, total).run(server.port(), connections);
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuSeconds = (cpuNanosOfServer() - cpuBefore) / 1e9;
      System.out.printf(
          "%d requests over %d connections: %.0f requests/s; %.0f per second of server CPU%n",
          total, connections, total / seconds, total / cpuSeconds);
    }
  }

  private void run(int port, int connections) throws InterruptedException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    NetClient client = vertx.createNetClient();
    for (int i = 0; i < connections; i++) {
      client.connect(port, "127.0.0.1").onSuccess(this::use);
    }
    done.await();
    vertx.close();
  }

  private void use(NetSocket socket) {
    StringBuilder pending = new StringBuilder();
    socket.handler(
        bytes -> {
          pending.append(bytes.toString(StandardCharsets.ISO_8859_1));
          int body = pending.indexOf("\r\n\r\n") + 4;
          if (body >= 4 && pending.length() >= body + contentLength(pending)) {
            pending.setLength(0);
            if (received.incrementAndGet() == total) {
              done.countDown();
            }
            send(socket);
          }
        });
    send(socket);
  }

  private void send(NetSocket socket) {
    long number = sent.getAndIncrement();
    if (number < total) {
      socket.write(requests.get((int) (number % requests.size())));
    }
  }

  private static int contentLength(StringBuilder response) {
    String name = "content-length: ";
    int start = response.indexOf(name) + name.length();
    return Integer.parseInt(response.substring(start, response.indexOf("\r", start)));
  }

  /** Prompts of one program with ten rules, as a search sends them. */
  private static List<Buffer> requests(TicketWorld world) {
    StringBuilder instructions = new StringBuilder("Name the team.");
    world.keywords().subList(0, 10).stream()
        .map(
            keyword ->
                Phrasebook.TICKETS.rule(keyword.word(), keyword.team(), Chance.of(1, "load", 0)))
        .forEach(rule -> instructions.append("\n\n").append(rule));
    List<Buffer> requests = new ArrayList<>();
    for (Map<String, String> row : world.examples(PROMPTS)) {
      Prompt prompt = Prompts.dspy(instructions.toString(), List.of(), row.get("ticket"));
      JsonArray messages = new JsonArray();
      for (ChatMessage message : prompt.messages()) {
        messages.add(
            new JsonObject().put("role", message.role()).put("content", message.content()));
      }
      Buffer body = new JsonObject().put("model", "simulated").put("messages", messages).toBuffer();
      requests.add(
          Buffer.buffer(
                  "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: "
                      + body.length()
                      + "\r\n\r\n")
              .appendBuffer(body));
    }
    return requests;
  }

  /** CPU time of the server's event loop: the first of its name, as the server starts first. */
  private static long cpuNanosOfServer() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("vert.x-eventloop-thread-0")) {
        return threads.getThreadCpuTime(thread.getThreadId());
      }
    }
    throw new IllegalStateException("the server's event loop is not running");
  }
}
