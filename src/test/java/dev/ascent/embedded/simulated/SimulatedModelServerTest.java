package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Demo;
import dev.ascent.lm.ChatMessage;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SimulatedModelServerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TASK = "Name the team.";
  private static final Duration LONG = Duration.ofMinutes(10);

  private final TicketWorld world = new TicketWorld(Variant.BASE, 31);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private SimulatedModelServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void answersAsOpenAisApiDoes() throws Exception {
    server = SimulatedModelServer.start(world);
    Prompt prompt = Prompts.dspy(TASK, List.of(), ticket(0));

    HttpResponse<String> response = complete(prompt).get();
    JsonNode body = MAPPER.readTree(response.body());
    String answer = body.at("/choices/0/message/content").asText();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-ascent-model")).hasValue("simulated");
    assertThat(answer).isEqualTo(world.read(prompt).answer(0));
    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(body.at("/usage/prompt_tokens").asInt()).isEqualTo((prompt.length() + 3) / 4);
    assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo((answer.length() + 3) / 4);
    assertThat(get("/v1/models").at("/data/0/id").asText()).isEqualTo("simulated");
  }

  @Test
  void drawsFromAnotherWorldAfterSoManyRollouts() throws Exception {
    server = SimulatedModelServer.start(world);
    server.drift(world.after(Drift.HARDER), 1);
    ObjectNode bare = MAPPER.createObjectNode().put("instructions", TASK);
    double before = truth(bare);
    complete(Prompts.dspy(TASK, List.of(), ticket(0))).get();

    assertThat(before).isEqualTo(world.start());
    assertThat(truth(bare)).isCloseTo(0.6 * before, within(1e-9));
  }

  private double truth(ObjectNode predictor) throws Exception {
    return MAPPER.readTree(post("/truth", predictor).get().body()).get("accuracy").asDouble();
  }

  @Test
  void givesSeveralChoicesAndCutsLongAnswers() throws Exception {
    server = SimulatedModelServer.start(world);
    Prompt prompt = Prompts.dspy(TASK, List.of(), ticket(0));
    ObjectNode request = request(prompt).put("n", 3).put("max_tokens", 2);

    JsonNode choices = MAPPER.readTree(post("/v1/chat/completions", request).get().body());

    assertThat(choices.get("choices")).hasSize(3);
    assertThat(choices.at("/choices/2/message/content").asText())
        .isEqualTo(world.read(prompt).answer(2).substring(0, 8));
    assertThat(choices.at("/choices/2/finish_reason").asText()).isEqualTo("length");
    assertThat(server.stats().rollouts()).isEqualTo(3);
  }

  @Test
  void choicesAreDrawnAsSingleAnswersAre() throws Exception {
    server = SimulatedModelServer.start(world);
    Prompt prompt = Prompts.dspy(TASK, List.of(), ticket(0));
    List<String> answers = new ArrayList<>();
    for (int choices : List.of(2, 1, 3)) {
      ObjectNode request = request(prompt).put("n", choices);
      MAPPER
          .readTree(post("/v1/chat/completions", request).get().body())
          .get("choices")
          .forEach(choice -> answers.add(choice.at("/message/content").asText()));
    }
    assertThat(answers)
        .isEqualTo(IntStream.range(0, 6).mapToObj(world.read(prompt)::answer).toList());
    assertThat(server.stats().requests()).isEqualTo(3);
    assertThat(server.stats().promptTokens()).isEqualTo(3L * ((prompt.length() + 3) / 4));
  }

  @Test
  void theOrderOfConcurrentRequestsDoesNotMatter() throws Exception {
    List<Prompt> prompts =
        IntStream.range(0, 20)
            .mapToObj(i -> Prompts.ascent(TASK, List.of(), ticket(i % 10)))
            .toList();
    List<String> expected = new ArrayList<>();
    for (Prompt prompt : prompts.subList(0, 10)) {
      expected.add(world.read(prompt).answer(0));
      expected.add(world.read(prompt).answer(1));
    }
    server =
        SimulatedModelServer.start(
            world, 0, new Latency(Duration.ofMillis(3), 1.0), FaultRates.NONE);

    List<String> answers = new ArrayList<>();
    for (HttpResponse<String> response : completeAll(prompts)) {
      answers.add(MAPPER.readTree(response.body()).at("/choices/0/message/content").asText());
    }

    assertThat(answers).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void faultsComeAtTheirRates() throws Exception {
    FaultRates faults =
        new FaultRates(0.2, 0.1, 0.15, 0, 0.05, Duration.ZERO, Duration.ofSeconds(3));
    server = SimulatedModelServer.start(world, 0, Latency.NONE, faults);
    Prompt prompt = Prompts.ascent(TASK, List.of(), ticket(0));

    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int status = rawStatus(prompt, answers);
      statuses.merge(status, 1, Integer::sum);
    }

    assertThat(statuses.get(429)).isBetween(150, 250);
    assertThat(statuses.get(500)).isBetween(65, 135);
    assertThat(statuses.get(0)).isBetween(145, 255);
    Map<String, Long> counted = server.stats().faults();
    assertThat(counted.get("429")).isEqualTo(statuses.get(429).longValue());
    assertThat(counted.get("500")).isEqualTo(statuses.get(500).longValue());
    assertThat(counted.get("cut") + counted.get("closed")).isEqualTo(statuses.get(0).longValue());
    assertThat(counted.get("cut")).isBetween(105L, 195L);
    Question question = world.read(prompt);
    assertThat(answers)
        .isEqualTo(IntStream.range(0, answers.size()).mapToObj(question::answer).toList());
    assertThat(server.stats().requests()).isEqualTo(1000);
    awaitStat("/inFlight", 0);
  }

  @Test
  void aRefusalSaysWhenToComeAgain() throws Exception {
    server =
        SimulatedModelServer.start(
            world,
            0,
            Latency.NONE,
            new FaultRates(1, 0, 0, 0, 0, Duration.ZERO, Duration.ofSeconds(3)));

    HttpResponse<String> response = complete(Prompts.ascent(TASK, List.of(), ticket(0))).get();

    assertThat(response.headers().firstValue("retry-after")).hasValue("3");
  }

  /** So slow a rate that no token comes back while the test runs. */
  @Test
  void whatComesTooFastIsRefusedAndCountedApart() throws Exception {
    server =
        SimulatedModelServer.start(
            world, 0, Latency.NONE, FaultRates.NONE, OptionalDouble.of(1e-6));
    Prompt prompt = Prompts.ascent(TASK, List.of(), ticket(0));

    assertThat(complete(prompt).get().statusCode()).isEqualTo(200);
    HttpResponse<String> refused = complete(prompt).get();

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
    assertThat(get("/stats").at("/faults/rate_limited").asLong()).isEqualTo(1);
    assertThat(get("/stats").at("/faults/429").asLong()).isZero();
    assertThat(server.stats().requests()).isEqualTo(2);
  }

  @Test
  void aDefectOfTheWorldIsAnsweredAtOnce() throws Exception {
    World broken =
        (World)
            Proxy.newProxyInstance(
                World.class.getClassLoader(),
                new Class<?>[] {World.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("read")) {
                    throw new IllegalStateException("broken world");
                  }
                  return method.invoke(world, arguments);
                });
    server = SimulatedModelServer.start(broken);

    HttpResponse<String> response = complete(Prompts.ascent(TASK, List.of(), ticket(0))).get();

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(MAPPER.readTree(response.body()).at("/error/message").asText())
        .contains("broken world");
    awaitStat("/inFlight", 0);
  }

  @Test
  void aHangingRequestEndsWhenItsCallerLeaves() throws Exception {
    server =
        SimulatedModelServer.start(
            world, 0, Latency.NONE, new FaultRates(0, 0, 0, 1, 0, LONG, Duration.ZERO));

    CompletableFuture<HttpResponse<String>> call =
        complete(Prompts.ascent(TASK, List.of(), ticket(0)));
    awaitStat("/faults/hang", 1);
    awaitStat("/inFlight", 1);
    call.cancel(true);

    awaitStat("/inFlight", 0);
    assertThat(server.stats().maxInFlight()).isEqualTo(1);
    assertThat(server.stats().promptTokens()).isZero();
  }

  @Test
  void whileDownAllRequestsFail() throws Exception {
    server = SimulatedModelServer.start(world);
    Prompt prompt = Prompts.ascent(TASK, List.of(), ticket(0));

    server.setDown(true);
    assertThatThrownBy(() -> complete(prompt).get()).isInstanceOf(ExecutionException.class);
    assertThat(get("/stats").at("/faults/down").asLong()).isPositive();

    server.setDown(false);
    assertThat(complete(prompt).get().statusCode()).isEqualTo(200);
  }

  @Test
  void refusesWhatItCannotAnswer() throws Exception {
    server = SimulatedModelServer.start(world);
    ObjectNode otherModel =
        request(Prompts.ascent(TASK, List.of(), ticket(0))).put("model", "other");

    assertThat(post("/v1/chat/completions", otherModel).get().statusCode()).isEqualTo(404);
    assertThat(post("/v1/chat/completions", MAPPER.createObjectNode()).get().statusCode())
        .isEqualTo(400);
    assertThat(post("/elsewhere", MAPPER.createObjectNode()).get().statusCode()).isEqualTo(404);
    assertThat(post("/truth", MAPPER.createObjectNode()).get().statusCode()).isEqualTo(400);
    awaitStat("/inFlight", 0);
  }

  @Test
  void countsRolloutsAndReflections() throws Exception {
    server = SimulatedModelServer.start(world);

    complete(Prompts.ascent(TASK, List.of(), ticket(0))).get();
    complete(Prompts.advice(ticket(0), Map.of("oracle", "sales"))).get();

    JsonNode stats = get("/stats");
    assertThat(stats.get("requests").asInt()).isEqualTo(2);
    assertThat(stats.get("rollouts").asInt()).isEqualTo(1);
    assertThat(stats.get("reflections").asInt()).isEqualTo(1);
    assertThat(stats.get("promptTokens").asInt()).isPositive();
  }

  @Test
  void answersTakeTheirLatency() throws Exception {
    server =
        SimulatedModelServer.start(
            world, 0, new Latency(Duration.ofMillis(40), 0.5), FaultRates.NONE);
    List<Prompt> prompts =
        IntStream.range(0, 100).mapToObj(i -> Prompts.ascent(TASK, List.of(), ticket(i))).toList();
    List<Long> millis = new ArrayList<>();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Prompt prompt : prompts) {
      long start = System.nanoTime();
      all.add(
          complete(prompt)
              .thenAccept(
                  response -> {
                    synchronized (millis) {
                      millis.add((System.nanoTime() - start) / 1_000_000);
                    }
                  }));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();

    List<Long> sorted = millis.stream().sorted().toList();
    assertThat(sorted.get(50)).isGreaterThan(30);
    assertThat(sorted.get(95)).isGreaterThan(60);
    assertThat(server.stats().maxInFlight()).isGreaterThan(10);
  }

  @Test
  void truthEqualsSampling() throws Exception {
    server = SimulatedModelServer.start(world);
    Keyword first = world.keywords().get(0);
    Keyword second = world.keywords().get(1);
    String instructions =
        TASK
            + "\n- Tickets that mention \"%s\" belong to team %s.\n- Read the whole ticket before"
                .formatted(first.word(), first.team())
            + " you decide.";
    List<Demo> demos = List.of(Prompts.demo("a " + second.word(), second.team()));
    ObjectNode predictor = MAPPER.createObjectNode().put("instructions", instructions);
    predictor.set("demos", MAPPER.valueToTree(demos));
    ObjectNode program = MAPPER.createObjectNode();
    program.putArray("predictors").add(predictor);

    double truth = accuracy(predictor);
    int samples = 8000;
    long right =
        world.testExamples(samples).stream()
            .filter(
                row ->
                    world
                        .read(Prompts.ascent(instructions, demos, row.get("ticket")))
                        .answer(0)
                        .contains(row.get("team")))
            .count();

    assertThat(accuracy(program)).isEqualTo(truth);
    assertThat(truth)
        .isEqualTo(world.accuracy(List.of(new ShownPredictor(instructions, demos))))
        .isGreaterThan(world.start());
    assertThat((double) right / samples)
        .isCloseTo(truth, within(3 * Math.sqrt(truth * (1 - truth) / samples)));
  }

  private double accuracy(JsonNode question) throws Exception {
    return MAPPER.readTree(post("/truth", question).get().body()).get("accuracy").asDouble();
  }

  /** The status, or 0 if the answer did not arrive whole. */
  private int rawStatus(Prompt prompt, List<String> answers)
      throws IOException, InterruptedException, TimeoutException {
    try {
      HttpResponse<String> response = complete(prompt).get(20, TimeUnit.SECONDS);
      if (response.statusCode() == 200) {
        answers.add(MAPPER.readTree(response.body()).at("/choices/0/message/content").asText());
      }
      return response.statusCode();
    } catch (ExecutionException e) {
      return 0;
    }
  }

  private List<HttpResponse<String>> completeAll(List<Prompt> prompts) {
    return prompts.stream().map(this::complete).collect(Collectors.toList()).stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private CompletableFuture<HttpResponse<String>> complete(Prompt prompt) {
    return post("/v1/chat/completions", request(prompt));
  }

  private CompletableFuture<HttpResponse<String>> post(String path, JsonNode document) {
    return client.sendAsync(
        HttpRequest.newBuilder(uri(path)).POST(body(document)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    return MAPPER.readTree(
        client
            .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  /** Asks until the server says so; the test's time limit ends it otherwise. */
  private void awaitStat(String pointer, long value) throws Exception {
    while (get("/stats").at(pointer).asLong() != value) {
      Thread.onSpinWait();
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static HttpRequest.BodyPublisher body(JsonNode document) {
    return HttpRequest.BodyPublishers.ofString(document.toString());
  }

  private static ObjectNode request(Prompt prompt) {
    ObjectNode request = MAPPER.createObjectNode().put("model", "simulated");
    ArrayNode messages = request.putArray("messages");
    for (ChatMessage message : prompt.messages()) {
      messages.addObject().put("role", message.role()).put("content", message.content());
    }
    return request;
  }

  private String ticket(int index) {
    return world.examples(index + 1).get(index).get("ticket");
  }
}
