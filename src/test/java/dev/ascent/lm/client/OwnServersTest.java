package dev.ascent.lm.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.ProgramRun;
import dev.ascent.lm.ProgramRunner;
import dev.ascent.lm.Question;
import dev.ascent.lm.QuestionOutcome;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.testing.LoopbackServer;
import dev.ascent.wire.task.TaskTexts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each of a task's models is asked at its own server, with its own key and at its own price. */
class OwnServersTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("A", "sk-aaa", "B", "sk-bbb");
  private static final Signature ADVISE =
      new Signature(
          "Advise.", List.of(Field.text("attempts", "")), List.of(Field.text("rule", "")));

  private final LoopbackServer own =
      new LoopbackServer(LoopbackServer.completion("[[ ## summary ## ]]\\npaid twice"));
  private final LoopbackServer other =
      new LoopbackServer(LoopbackServer.completion("[[ ## team ## ]]\\nbilling"));
  private final LoopbackServer third =
      new LoopbackServer(LoopbackServer.completion("[[ ## rule ## ]]\\nBe brief."));
  private final LanguageModels models = new LanguageModels(new KeyRing(ENVIRONMENT::get));
  private final Map<LmProfile, LanguageModel> open = new HashMap<>();

  @AfterEach
  void closeAll() {
    open.values().forEach(LanguageModel::close);
    own.close();
    other.close();
    third.close();
  }

  @Test
  void everyModuleAsksItsOwnServerWithItsOwnKey() {
    TaskDefinition task = task();
    ProgramRunner runner =
        new ProgramRunner(this::model, new ChatFormat(), task.programProfiles(), List.of());

    ProgramRun run =
        runner
            .run(task.startProgram(), Map.of("ticket", "I paid twice."), Allowance.ofAttempts(4))
            .join();

    assertThat(((ProgramRun.Finished) run).outputs())
        .isEqualTo(Map.of("summary", "paid twice", "team", "billing"));
    LoopbackServer.Received first = only(own);
    assertThat(first.authorization()).isEqualTo("Bearer sk-aaa");
    assertThat(first.headers().getFirst("X-Title")).isEqualTo("tests");
    assertThat(first.body()).contains("\"model\":\"small\"", "\"temperature\":0.5");
    LoopbackServer.Received second = only(other);
    assertThat(second.headers().getFirst("api-key")).isEqualTo("sk-bbb");
    assertThat(second.headers()).doesNotContainKeys("Authorization", "X-Title");
    assertThat(second.body()).contains("\"model\":\"large\"", "\"temperature\":0.0");
    assertThat(second.body()).doesNotContain("sk-");
    assertThat(third.received()).isEmpty();
    assertThat(run.usage().usd()).isCloseTo((7 + 2 * 3 + 10 * 7 + 20 * 3) / 1e6, within(1e-12));
  }

  @Test
  void strategiesAskTheirOwnServerWithoutAnyKeyOfOthers() {
    LmProfile reflection = task().reflectionLm();

    QuestionOutcome outcome =
        new Question(model(reflection), new ChatFormat(), reflection)
            .ask(ADVISE, Map.of("attempts", "one"), Allowance.ofAttempts(2))
            .join();

    assertThat(outcome).isInstanceOf(QuestionOutcome.Answered.class);
    LoopbackServer.Received received = only(third);
    assertThat(received.authorization()).isEqualTo("null");
    assertThat(received.headers()).doesNotContainKeys("Api-key", "X-Title");
    assertThat(received.body()).doesNotContain("sk-", "seed");
    assertThat(own.received()).isEmpty();
    assertThat(other.received()).isEmpty();
  }

  @Test
  void aMissingKeyIsToldWithProfileAndHost() {
    LmProfile unkeyed = task().lms().byName().get("router").withKey(LmKey.ofEnv("NONE"));

    QuestionOutcome.Unanswered outcome =
        (QuestionOutcome.Unanswered)
            new Question(model(unkeyed), new ChatFormat(), unkeyed)
                .ask(ADVISE, Map.of("attempts", "one"), Allowance.ofAttempts(1))
                .join();

    assertThat(outcome.systemicFault())
        .startsWith("CREDENTIALS: ")
        .contains("NONE")
        .endsWith("(profile `router`, model large at 127.0.0.1)");
  }

  private LanguageModel model(LmProfile profile) {
    return open.computeIfAbsent(profile, any -> models.acquire(any, AllowedHosts.LOOPBACK));
  }

  private static LoopbackServer.Received only(LoopbackServer server) {
    assertThat(server.received()).hasSize(1);
    return server.received().get(0);
  }

  private TaskDefinition task() {
    return TaskTexts.task(
        """
        task: tickets
        program:
          modules:
            - name: summarize
              signature:
                inputs: [{name: ticket}]
                outputs: [{name: summary}]
            - name: route
              lm: router
              signature:
                inputs: [{name: summary}]
                outputs: [{name: team}]
        metric: {type: exact-match, field: team}
        lm:
          base-url: %s
          model: small
          api-key-env: A
          temperature: 0.5
          max-tokens: 50
          prompt-usd-per-million: 1
          completion-usd-per-million: 2
          headers: {X-Title: tests}
          body: {seed: 3}
        lms:
          router:
            base-url: %s
            model: large
            api-key-env: B
            api-key-header: api-key
            temperature: 0
            prompt-usd-per-million: 10
            completion-usd-per-million: 20
          reflection:
            base-url: %s
        """
            .formatted(own.baseUrl(), other.baseUrl(), third.baseUrl()));
  }
}
