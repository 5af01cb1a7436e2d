package dev.ascent.lm.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.ProgramRunner;
import dev.ascent.lm.json.Json;
import dev.ascent.lm.prompt.ChatFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What providers' and local prompt caches rest on. */
class PromptPrefixPropertyTest {
  private static final RequestWriter WRITER =
      new RequestWriter(new LmExtras(Map.of(), "{\"top_p\":0.9,\"max_tokens\":null}"));

  /** How one rollout is asked for. */
  record Asked(String input, Double temperature, int attempts, int alike, int samples) {}

  @Property(tries = 300)
  void allBodiesOfAPredictorAreTheSameUpToTheirExample(
      @ForAll("programs") Program program,
      @ForAll("asked") Asked one,
      @ForAll("asked") Asked other) {
    List<ChatRequest> requests = requests(program, one);
    List<ChatRequest> others = requests(program, other);
    assertThat(requests).hasSameSizeAs(program.predictors());
    for (int i = 0; i < requests.size(); i++) {
      byte[] prefix = prefix(requests.get(i).withSamples(one.samples));
      assertThat(prefix(others.get(i).withSamples(other.samples))).isEqualTo(prefix);
      assertThat(prefix).hasSizeGreaterThan(200);
    }
  }

  @Property(tries = 100)
  void settingsFollowTheMessagesAndTheExampleIsTheLastOfThem(
      @ForAll("programs") Program program, @ForAll("asked") Asked asked) {
    for (ChatRequest request : requests(program, asked)) {
      JsonNode body = Json.parse(WRITER.write(request.withSamples(asked.samples))).orElseThrow();
      List<String> names = new ArrayList<>();
      body.fieldNames().forEachRemaining(names::add);
      assertThat(names).startsWith("model", "messages").doesNotHaveDuplicates();
      List<String> roles = body.path("messages").findValuesAsText("role");
      assertThat(roles).startsWith("system").endsWith("user");
    }
  }

  /** The body's bytes before its last user message; no text holds a quotation mark unescaped. */
  private static byte[] prefix(ChatRequest request) {
    String body = new String(WRITER.write(request), UTF_8);
    return body.substring(0, body.lastIndexOf("{\"role\":\"user\",\"content\":\"")).getBytes(UTF_8);
  }

  /** What one rollout asks the model, a question for each predictor. */
  private static List<ChatRequest> requests(Program program, Asked asked) {
    List<ChatRequest> requests = new ArrayList<>();
    LanguageModel model =
        new LanguageModel() {
          @Override
          public CompletableFuture<LmOutcome> complete(ChatRequest request) {
            requests.add(request);
            String text = "[[ ## out" + requests.size() + " ## ]]\n" + asked.input + "!";
            return CompletableFuture.completedFuture(
                new LmOutcome.Answer(text, new Usage(1, 1, 1, 0)));
          }

          @Override
          public void close() {}
        };
    LmProfile profile = LmProfile.of("http://localhost/v1", "small").withAnswers(null, 64);
    new ProgramRunner(
            any -> model,
            new ChatFormat(),
            new ProgramProfiles(profile, Map.of()),
            List.of(ChatFormat.STOP))
        .withAlike(asked.alike)
        .run(
            program,
            Map.of("in", asked.input),
            asked.temperature,
            new Allowance(asked.attempts, 1_000_000L + asked.attempts, Instant.MAX))
        .join();
    return requests;
  }

  @Provide
  Arbitrary<Asked> asked() {
    return Combinators.combine(
            texts(),
            Arbitraries.of(0.0, 0.3, 1.0).injectNull(0.3),
            Arbitraries.integers().between(2, 9),
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(1, 6))
        .as(Asked::new);
  }

  @Provide
  Arbitrary<Program> programs() {
    Arbitrary<List<Predictor>> one = predictors("in", "out1").list().ofSize(1);
    Arbitrary<List<Predictor>> two =
        Combinators.combine(predictors("in", "out1"), predictors("out1", "out2")).as(List::of);
    return Arbitraries.oneOf(one, two).map(Program::start);
  }

  private static Arbitrary<Predictor> predictors(String input, String output) {
    Arbitrary<List<Demo>> demos =
        Combinators.combine(texts(), texts())
            .as((in, out) -> new Demo(Map.of(input, in), Map.of(output, out), List.of()))
            .list()
            .ofMaxSize(3);
    return Combinators.combine(texts(), demos, texts().list().ofMaxSize(2))
        .as((instructions, shown, rules) -> predictor(input, output, instructions, shown, rules));
  }

  private static Predictor predictor(
      String input, String output, String instructions, List<Demo> demos, List<String> rules) {
    Predictor predictor =
        Predictor.untrained(
            "to_" + output,
            ModuleType.PREDICT,
            new Signature(
                instructions, List.of(Field.text(input, "")), List.of(Field.text(output, ""))));
    for (Demo demo : demos) {
      predictor = predictor.withDemo(demo);
    }
    for (String rule : rules) {
      predictor = predictor.withRule(new Rule(rule, List.of()));
    }
    return predictor;
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
        Arbitraries.of(
            "\"quoted\"\n", "é 語 \uD83D\uDE00", "[[ ## in ## ]]", "{\"role\":\"user\"}"));
  }
}
