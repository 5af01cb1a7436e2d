package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.cli.ModelChoice.Wanted;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.simulated.SimulatedModelServer;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.LoopbackServer;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.task.ParsedTask;
import dev.ascent.wire.task.TaskFile;
import dev.ascent.wire.task.TaskOverrides;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {
  private static final String ONE_MODEL = "{\"data\":[{\"id\":\"tiny\"}]}";
  private static final String TWO_MODELS = "{\"data\":[{\"id\":\"tiny\"},{\"id\":\"big\"}]}";
  private static final Wanted NOTHING = new Wanted(null, null, null);

  private final AtomicInteger closed = new AtomicInteger();
  private final ModelChoice choice =
      new ModelChoice(
          Map.of("SECRET", "abc")::get,
          (task, examples, progress) ->
              new ModelStarter.Started(
                  "http://127.0.0.1:1/v1", "small", 4, 300, closed::incrementAndGet),
          new SimulatedModel());

  @Test
  void startsWhatIsWantedHere() throws Exception {
    List<Example> examples =
        List.of(Example.labelled("1", Map.of("text", "hi"), Map.of("label", "greeting")));

    try (ChosenModel simulated = choose(new Wanted("simulated", null, null), "", examples)) {
      assertThat(simulated.kind()).isEqualTo(ModelKind.SIMULATED);
      assertThat(simulated.profile().model()).isEqualTo("simulated");
      assertThat(simulated.describe()).contains("SIMULATED");
    }
    try (ChosenModel local = choose(new Wanted("local", null, null), "model: other", examples)) {
      assertThat(local.kind()).isEqualTo(ModelKind.LOCAL);
      assertThat(local.profile().model()).isEqualTo("small");
      assertThat(local.profile().limits().maxRequestsInFlight()).isEqualTo(4);
      assertThat(local.profile().limits().timeoutSeconds()).isEqualTo(300);
    }
    assertThat(closed).hasValue(1);
  }

  @Test
  void aUrlBeatsTheTasksAndItsOnlyModelNeedsNoName() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, ONE_MODEL))) {
      ChosenModel chosen =
          choose(new Wanted(server.baseUrl() + "/", null, "SECRET"), "base-url: http://a/v1");

      assertThat(chosen.kind()).isEqualTo(ModelKind.REMOTE);
      assertThat(chosen.profile().baseUrl()).isEqualTo(server.baseUrl());
      assertThat(chosen.profile().model()).isEqualTo("tiny");
      assertThat(server.received().get(0).path()).isEqualTo("/v1/models");
      assertThat(server.received().get(0).authorization()).isEqualTo("Bearer abc");
    }
  }

  @Test
  void theTasksKeyAndHeadersAreForItsServerAlone() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, ONE_MODEL))) {
      Wanted elsewhere = new Wanted(server.baseUrl(), null, null);
      String own = "base-url: http://a/v1\n  api-key-env: SECRET\n  headers: {tenant: t-1}";

      LmProfile profile = choose(elsewhere, own).profile();

      assertThat(profile.key()).isEqualTo(LmKey.NONE);
      assertThat(profile.extras()).isEqualTo(LmExtras.NONE);
      assertThat(server.received().get(0).authorization()).doesNotContain("abc");
      assertThat(choose(elsewhere, "api-key-env: SECRET").profile().key())
          .as("a key without a server is for the one that is named")
          .isEqualTo(LmKey.ofEnv("SECRET"));
    }
  }

  @Test
  void aProfilesOwnKeyStaysWhereNoServerWasNamedBefore() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, ONE_MODEL))) {
      String lms = "model: tiny\nlms: {reflection: {model: big, api-key-env: SECRET}}";

      ChosenModel chosen = choose(new Wanted(server.baseUrl(), null, null), lms);

      assertThat(chosen.task().reflectionLm().key()).isEqualTo(LmKey.ofEnv("SECRET"));
    }
  }

  @Test
  void profilesOfTheSameServerMoveWithTheTaskAndLeaveTheirKeysBehind() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, TWO_MODELS))) {
      String lms =
          """
          model: tiny
            base-url: http://a/v1
            api-key-env: SECRET
          lms:
            reflection: {model: big, api-key-env: OF_A}
          """;

      ChosenModel chosen = choose(new Wanted(server.baseUrl(), null, ""), lms);

      LmProfile reflection = chosen.task().reflectionLm();
      assertThat(reflection.baseUrl()).isEqualTo(server.baseUrl());
      assertThat(reflection.model()).isEqualTo("big");
      assertThat(reflection.key()).isEqualTo(LmKey.NONE);
      assertThat(chosen.describe()).contains("reflection: big at " + server.baseUrl());
    }
  }

  @Test
  void profilesOfOtherServersStayWhereTheyAre() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, ONE_MODEL))) {
      String lms = "model: tiny\nlms: {reflection: {base-url: 'http://b/v1', api-key-env: %s}}";
      Wanted url = new Wanted(server.baseUrl(), null, null);

      LmProfile reflection = choose(url, lms.formatted("SECRET")).task().reflectionLm();

      assertThat(reflection.baseUrl()).isEqualTo("http://b/v1");
      assertThat(reflection.key()).isEqualTo(LmKey.ofEnv("SECRET"));
      assertFails(
          () -> choose(url, lms.formatted("NONE")),
          ExitCode.UNREACHABLE,
          "NONE, which should hold the model's key, is not set (profile `reflection`)");
    }
  }

  @Test
  void aModelThatIsStartedHereAnswersForAll() throws Exception {
    String lms = "model: tiny\nlms: {reflection: {base-url: 'http://b/v1', max-tokens: 900}}";

    try (ChosenModel local = choose(new Wanted("local", null, null), lms)) {
      LmProfile reflection = local.task().reflectionLm();
      assertThat(reflection.withName("lm").withAnswers(null, null)).isEqualTo(local.profile());
      assertThat(reflection.maxTokens()).isEqualTo(900);
    }
  }

  @Test
  void oneOfSeveralModelsHasToBeNamed() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(200, TWO_MODELS))) {
      Wanted url = new Wanted(server.baseUrl(), null, null);

      assertFails(() -> choose(url, ""), ExitCode.USAGE, "tiny, big");
      assertThat(choose(url, "model: big").profile().model()).isEqualTo("big");
      assertThat(choose(new Wanted(server.baseUrl(), "tiny", null), "model: big").profile().model())
          .isEqualTo("tiny");
    }
  }

  @Test
  void aServerNeedNotListItsModels() throws Exception {
    try (LoopbackServer server = new LoopbackServer(LoopbackServer.status(404, "{}"))) {
      Wanted url = new Wanted(server.baseUrl(), null, null);

      assertThat(choose(url, "model: big").kind()).isEqualTo(ModelKind.REMOTE);
      assertThat(choose(url, "").profile().model()).isEqualTo("default");
    }
  }

  @Test
  void aSimulatedServerIsKnownAsSuch() throws Exception {
    try (SimulatedModelServer server = SimulatedModelServer.start(World.named("base", 1))) {
      ChosenModel chosen = choose(new Wanted(server.baseUrl(), null, null), "");

      assertThat(chosen.kind()).isEqualTo(ModelKind.SIMULATED);
      assertThat(chosen.profile().model()).isEqualTo("simulated");
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertFails(() -> choose(NOTHING, ""), ExitCode.USAGE, "--lm simulated");
    assertFails(
        () -> choose(new Wanted("ftp://x", null, null), ""), ExitCode.USAGE, "http or https");
    assertFails(
        () -> choose(new Wanted("http://127.0.0.1:1/v1", null, null), ""),
        ExitCode.UNREACHABLE,
        "127.0.0.1:1");
    assertFails(
        () -> choose(NOTHING, "base-url: http://127.0.0.1:1/v1\n  api-key-env: NONE"),
        ExitCode.UNREACHABLE,
        "NONE");
    assertFails(() -> choose(new Wanted("simulated", null, null), ""), ExitCode.USAGE, "`label`");
  }

  private static void assertFails(ThrowingCallable call, ExitCode code, String part) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(code))
        .hasMessageContaining(part);
  }

  private ChosenModel choose(Wanted wanted, String lm) throws InterruptedException {
    return choose(wanted, lm, List.of());
  }

  private ChosenModel choose(Wanted wanted, String lm, List<Example> examples)
      throws InterruptedException {
    return choice.choose(wanted, task(lm), examples, line -> {});
  }

  private static TaskDefinition task(String lm) {
    String text =
        """
        task: labels
        program:
          modules:
            - name: main
              type: Predict
              signature:
                instructions: Name the label.
                inputs: [{name: text, type: string}]
                outputs: [{name: label, type: string}]
        metric: {type: exact-match, field: label}
        lm:
          timeout-seconds: 10
        """;
    String section = lm.isEmpty() ? "" : "  " + lm + "\n";
    return ((ParsedTask.Valid) TaskFile.parse("task", text + section, TaskOverrides.NONE)).task();
  }
}
