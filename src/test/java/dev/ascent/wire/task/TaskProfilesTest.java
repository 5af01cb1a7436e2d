package dev.ascent.wire.task;

import static dev.ascent.wire.task.TaskTexts.MINIMAL;
import static dev.ascent.wire.task.TaskTexts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.Schemas;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskProfilesTest {
  private static final String LM =
      """
      lm:
        base-url: https://a.example.com/v1
        model: small
        api-key-env: A_KEY
        temperature: 0.7
        max-tokens: 300
        timeout-seconds: 20
        prompt-usd-per-million: 1
        completion-usd-per-million: 2
        headers: {X-Title: tests}
        body: {seed: 3}
      """;

  private static final LmProfile OWN = task("").lm();

  @Test
  void aProfileInheritsWhatItDoesNotSay() {
    assertThat(reflection("{max-tokens: 900}"))
        .isEqualTo(OWN.withAnswers(0.7, 900).withName("reflection"));
  }

  @Test
  void pricesAreAModelsOwn() {
    assertThat(reflection("{model: big}"))
        .isEqualTo(OWN.withModel("big").withPrices(LmPrices.UNKNOWN).withName("reflection"));
    assertThat(reflection("{model: small}").prices()).isEqualTo(OWN.prices());
  }

  @Test
  void whatIsForOneServerIsNotSentToAnother() {
    LmProfile other = reflection("{base-url: 'https://b.example.com/v1'}");

    assertThat(other.key()).isEqualTo(LmKey.NONE);
    assertThat(other.extras()).isEqualTo(LmExtras.NONE);
    assertThat(other.prices()).isEqualTo(LmPrices.UNKNOWN);
    assertThat(other.model()).isEqualTo("small");
    assertThat(other.limits()).isEqualTo(OWN.limits());
    assertThat(reflection("{base-url: 'https://a.example.com/v1/'}").key()).isEqualTo(OWN.key());
  }

  @Test
  void aKeyOfItsOwnTakesThePlaceOfTheOther() {
    assertThat(reflection("{api-key-file: /run/key}").key())
        .isEqualTo(new LmKey("", "/run/key", LmKey.AUTHORIZATION));
  }

  @Test
  void nullTakesAnInheritedValueAway() {
    LmProfile bare = reflection("{temperature: null, api-key-env: ~, headers: null, body: null}");

    assertThat(bare.temperature()).isNull();
    assertThat(bare.key()).isEqualTo(LmKey.NONE);
    assertThat(bare.extras()).isEqualTo(LmExtras.NONE);
    assertThat(bare.maxTokens()).isEqualTo(300);
  }

  @Test
  void aProfileNamedReflectionIsAskedByStrategies() {
    TaskDefinition named = task("lms: {reflection: {model: big}}\n");
    TaskDefinition chosen =
        task("lms: {teacher: {model: big}}\noptimizer: {reflection-lm: teacher}\n");

    assertThat(named.reflectionLm().model()).isEqualTo("big");
    assertThat(chosen.reflectionLm().name()).isEqualTo("teacher");
    assertThat(task("").reflectionLm()).isEqualTo(OWN);
  }

  @Test
  void aModuleAsksTheProfileThatItNames() {
    TaskDefinition task = moduleTask();

    assertThat(task.callProfiles()).extracting(LmProfile::name).containsExactly("quick");
    assertThat(task.programProfiles().of("classify").model()).isEqualTo("tiny");
    assertThat(task.programProfiles().of("another")).isEqualTo(OWN);
  }

  /** All of these would be read otherwise if a record's readers inherited. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{model: big}",
        "{base-url: 'https://b.example.com/v1', api-key-env: B_KEY}",
        "{temperature: null, api-key-env: null, headers: null, body: null}",
        "{prompt-usd-per-million: null, max-tokens: null}",
        "{headers: {X-B: b}, body: {top_k: 3}, adaptive: false, requests-per-minute: 9}"
      })
  void recordsSayAllOfAProfile(String profile) {
    assertComesBack(task("lms: {reflection: " + profile + "}\n"));
  }

  @Test
  void recordsNameWhoAsksWhom() {
    assertComesBack(moduleTask());
    assertComesBack(task("lms: {teacher: {model: big}}\noptimizer: {reflection-lm: teacher}\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lms: {judge: {model: big}}  | lms.judge: found an object, expected a profile that is used:",
        "lms: {reflection: 7}        | lms.reflection: found 7, expected object",
        "lms: {lm: {}}               | lms.lm: found an object, expected another name,",
        "lms: {a b: {}}              | lms.a b: found an object, expected as its key a name",
        "lms: {reflection: {modl: b}} | lms.reflection.modl: found an unknown key, expected a known"
            + " one, such as `model`",
        "lms: {reflection: {max-tokens: 0}} | lms.reflection.max-tokens: found 0, expected integer",
        "optimizer: {reflection-lm: big} | optimizer.reflection-lm: found text \"big\", expected the"
            + " name of a profile under `lms`, which has none",
      })
  void whatIsWrongIsNamed(String yaml, String problem) {
    assertThat(problems(MINIMAL + LM + yaml + "\n"))
        .anySatisfy(found -> assertThat(found).startsWith("TASK.yaml:").contains(problem));
  }

  @Test
  void anUnknownNameIsToldWithTheKnownOnes() {
    String yaml = module("quik") + LM + "lms: {quick: {model: tiny}}\n";

    assertThat(problems(yaml))
        .anySatisfy(
            found ->
                assertThat(found)
                    .contains("program.modules[0].lm: found text \"quik\", expected one of `lms`:")
                    .contains("`quick` (did you mean `quick`?)"));
  }

  @Test
  void capsInDollarsNeedThePricesOfEveryModel() {
    assertThat(problems(MINIMAL + LM + "lms: {reflection: {model: big}}\nbudget: {usd: 1}\n"))
        .hasSize(2)
        .allSatisfy(found -> assertThat(found).contains("lms.reflection."))
        .allSatisfy(found -> assertThat(found).contains("as `budget` caps dollars"));
    assertThat(
            problems(MINIMAL + LM + "lms: {reflection: {max-tokens: null}}\nbudget: {tokens: 9}\n"))
        .singleElement()
        .asString()
        .contains("lms.reflection.max-tokens: found nothing, expected integer of at least 1");
  }

  private static void assertComesBack(TaskDefinition task) {
    byte[] record = TaskDefinitionCodec.encode(task);
    assertThat(TaskDefinitionCodec.decode(record)).isEqualTo(new Decoded.Value<>(task));
    String text = new String(record, StandardCharsets.UTF_8);
    assertThat(Schemas.complaints("task", Json.parse(text).orThrow())).isEmpty();
    assertThat(Schemas.writerComplaints("task", Json.parse(text).orThrow())).isEmpty();
  }

  private static LmProfile reflection(String profile) {
    return task("lms: {reflection: " + profile + "}\n").lms().byName().get("reflection");
  }

  private static TaskDefinition moduleTask() {
    TaskDefinition task = TaskTexts.task(module("quick") + LM + "lms: {quick: {model: tiny}}\n");
    return task;
  }

  private static String module(String lm) {
    return MINIMAL.replace("- name: classify\n", "- name: classify\n      lm: " + lm + "\n");
  }

  private static TaskDefinition task(String more) {
    return TaskTexts.task(MINIMAL + LM + more);
  }
}
