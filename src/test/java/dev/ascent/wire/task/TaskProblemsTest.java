package dev.ascent.wire.task;

import static dev.ascent.wire.task.TaskTexts.FULL;
import static dev.ascent.wire.task.TaskTexts.MINIMAL;
import static dev.ascent.wire.task.TaskTexts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskProblemsTest {
  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    String yaml =
        """
        task: 7
        program:
          modules:
            - name: classify
              type: predict
              signature:
                inputs: [{name: 1st}]
                outputs: [{name: intent, type: strng}]
        metric: {type: exact-match, feild: intent}
        optimizer: {minibatch-size: 0}
        """;

    assertThat(problems(yaml))
        .containsExactly(
            "TASK.yaml:9: metric.feild: found an unknown key, expected a known one, such as"
                + " `field`",
            "TASK.yaml:1: task: found 7, expected name of letters, digits, dots, hyphens and"
                + " underscores, at most 128",
            "TASK.yaml:5: program.modules[0].type: found text \"predict\", expected one of"
                + " `Predict`, `ChainOfThought` (did you mean `Predict`?)",
            "TASK.yaml:7: program.modules[0].signature.inputs[0].name: found text \"1st\","
                + " expected name of letters, digits and underscores, no digit first",
            "TASK.yaml:8: program.modules[0].signature.outputs[0].type: found text \"strng\","
                + " expected one of `string`, `integer`, `number`, `boolean`, `enum`, `list`,"
                + " `object` (did you mean `string`?)",
            "TASK.yaml:10: optimizer.minibatch-size: found 0, expected integer of at least 1");
  }

  @Test
  void emptyFileIsMissingEverything() {
    assertThat(problems("# nothing yet\n"))
        .containsExactly(
            "TASK.yaml: found nothing, expected an object with the keys `task`, `program` and"
                + " `metric`");
    assertThat(problems("{}"))
        .extracting(problem -> problem.replaceAll(", expected.*", ""))
        .containsExactly(
            "TASK.yaml: task: found nothing",
            "TASK.yaml: program: found nothing",
            "TASK.yaml: metric: found nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          optimizer.steps             | -1        | integer of at least 0
          optimizer.steps             | 1.5       | integer of at least 0
          optimizer.steps             | ten       | integer of at least 0
          optimizer.steps             | 9999999999| integer of at least 0
          optimizer.max-demos         | -1        | integer of at least 0
          optimizer.sampling-temperature | 0      | number above 0
          optimizer.sampling-temperature | .nan   | number above 0
          optimizer.algorithm         | sgd       | one of `ascent`, `simba`
          optimizer.selection         | best      | one of `softmax`, `thompson`, `ucb`, `top-two`, `pareto`
          optimizer.selection         | ucb       | `softmax`, as `ascent` does not choose from a pool; the others belong to `simba`
          promotion.alpha             | 0         | number above 0 and below 1
          promotion.alpha             | 1         | number above 0 and below 1
          promotion.holdout-share     | 1         | number of at least 0 and below 1
          promotion.approval          | yes       | `true` or `false`
          budget.rollouts             | 0         | integer of at least 1, or object
          budget.rollouts             | {total: 0}| integer of at least 1
          lm.temperature              | 2.5       | number from 0 to 2
          lm.timeout-seconds          | 0         | integer of at least 1
          seed                        | a         | integer
          """)
  void valueOutOfItsRangeIsRefused(String key, String value, String expected) {
    int dot = key.indexOf('.');
    String yaml =
        dot < 0
            ? key + ": " + value
            : key.substring(0, dot) + ": {" + key.substring(dot + 1) + ": " + value + "}";

    assertThat(problems(MINIMAL + yaml)).hasSize(1);
    assertThat(problems(MINIMAL + yaml).get(0))
        .contains(": " + key)
        .endsWith("expected " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          algorithm: simba            | optimizer.algorithm
          lm: {baseUrl: x}            | base-url
          lm: {max_tokens: 5}         | max-tokens
          optimizer: {mini-batch: 5}  | minibatch-size
          budgets: {}                 | budget
          """)
  void unknownKeyNamesTheNearestKnownOne(String yaml, String nearest) {
    assertThat(problems(MINIMAL + yaml)).hasSize(1);
    assertThat(problems(MINIMAL + yaml).get(0)).endsWith("such as `" + nearest + "`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:sk-secret@host/v1",
        "http://host/v1?key=sk-secret",
        "sk-secret",
        "ftp://host/v1"
      })
  void baseUrlThatIsNoneIsNotShown(String url) {
    assertThat(problems(MINIMAL + "lm: {base-url: '" + url + "'}"))
        .containsExactly(
            "TASK.yaml:14: lm.base-url: found something else, expected `http` or `https` URL"
                + " without credentials or query");
  }

  @Test
  void apiKeyInPlaceOfItsVariableIsNotShown() {
    assertThat(problems(MINIMAL + "lm: {api-key-env: sk-secret}").toString())
        .contains("lm.api-key-env")
        .doesNotContain("secret");
  }

  @Test
  void brokenLineIsNotShownEither() {
    assertThat(problems(MINIMAL + "lm: {api-key-env: [sk-secret}").toString())
        .contains("TASK.yaml:14")
        .doesNotContain("secret");
  }

  @Test
  void keyGivenTwiceIsRefused() {
    assertThat(problems(MINIMAL + "seed: 1\nseed: 2\n"))
        .containsExactly(
            "TASK.yaml:14: seed: found the key again at line 15, expected every key once");
  }

  @Test
  void keyGivenTwiceInJsonIsRefused() {
    assertThat(problems("{\"task\": \"a\", \"task\": \"b\"}").get(0))
        .contains("task: found the key again");
  }

  @Test
  void bombOfAliasesStaysSmall() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
    }
    assertThat(problems(bomb.toString()).toString()).contains("too many or too deeply nested");
  }

  @Test
  void aliasThatContainsItselfIsRefused() {
    assertThat(problems("task: &t [*t]\n").toString()).contains("too many or too deeply nested");
  }

  @Test
  void aliasStandsForWhatItNames() {
    String yaml = MINIMAL.replace("Name the team.", "&text Name the team.");
    assertThat(TaskTexts.task(yaml + "lm: {model: *text}").lm().model())
        .isEqualTo("Name the team.");
  }

  @Test
  void tagsAreRefused() {
    assertThat(problems(MINIMAL + "seed: !!binary eA==\n").get(0)).contains("seed: found the tag");
  }

  @Test
  void modulesHaveToFitEachOther() {
    String yaml =
        """
        task: t
        program:
          modules:
            - name: a
              signature: {inputs: [{name: x}, {name: z}], outputs: [{name: y}, {name: y}]}
            - name: a
              type: ChainOfThought
              signature: {inputs: [{name: y}], outputs: [{name: z}, {name: reasoning}, {name: x}]}
            - name: metadata
              signature: {inputs: [{name: y}], outputs: [{name: y}, {name: completed}]}
        metric: {type: contains, field: q}
        """;

    assertThat(problems(yaml))
        .extracting(problem -> problem.replaceAll("TASK.yaml:\\d+: (program.)?|, expected.*", ""))
        .containsExactly(
            "modules[0].signature.inputs[0].name: found text \"x\"",
            "modules[0].signature.inputs[1].name: found text \"z\"",
            "modules[0].signature.outputs[1].name: found text \"y\"",
            "modules[1].name: found text \"a\"",
            "modules[1].signature.outputs[1].name: found text \"reasoning\"",
            "modules[2].name: found text \"metadata\"",
            "modules[2].signature.outputs[0].name: found text \"y\"",
            "modules[2].signature.outputs[1].name: found text \"completed\"",
            "metric.field: found text \"q\"");
  }

  @Test
  void choicesBelongToEnumsAndSchemasToListsAndObjects() {
    String yaml =
        """
        task: t
        program:
          modules:
            - name: a
              signature:
                inputs: [{name: x, type: enum}, {name: y, type: string, choices: [a, a]}]
                outputs: [{name: z, schema: {}}, {name: w, type: list, schema: '[1]'}]
        metric: {type: regex, field: z, pattern: '(', tolerance: 1, path: /a}
        """;

    assertThat(problems(yaml))
        .extracting(
            problem -> problem.replaceAll("TASK.yaml:\\d+: (program.modules.0..signature.)?", ""))
        .containsExactly(
            "inputs[0].choices: found nothing, expected a list of the values that the enum `x`"
                + " takes",
            "inputs[1].choices: found a list, expected list of at least one text, each once",
            "inputs[1].type: found text \"string\", expected `enum`, as there are `choices`",
            "outputs[0].type: found nothing, expected `list` or `object`, as there is a `schema`",
            "outputs[1].schema: found text \"[1]\", expected a JSON object",
            "metric.tolerance: found 1, expected nothing, as it belongs to `numeric`",
            "metric.path: found text \"/a\", expected nothing, as it belongs to `json-field`",
            "metric.pattern: found text \"(\", expected a regular expression: Unclosed group");
  }

  @Test
  void metricOfSeveralOutputsNamesOne() {
    assertThat(problems(FULL.replace("field: amount, ", "")))
        .containsExactly(
            "TASK.yaml:26: metric.field: found nothing, expected one of the outputs `amount`,"
                + " `count`, `meta`");
  }

  @Test
  void capsNeedWhatTheyAreComputedFrom() {
    assertThat(problems(MINIMAL + "budget: {usd: 1}"))
        .extracting(problem -> problem.replaceAll(".*lm[.]|: found.*", ""))
        .containsExactly("max-tokens", "prompt-usd-per-million", "completion-usd-per-million");
  }

  @Test
  void wrongFlagIsCalledOne() {
    ParsedTask parsed =
        TaskFile.parse("TASK.yaml", MINIMAL, TaskOverrides.NONE.algorithm("adam").maxRollouts(-5L));
    assertThat(((ParsedTask.Invalid) parsed).message())
        .isEqualTo(
            "command line: optimizer.algorithm: found text \"adam\", expected one of `ascent`,"
                + " `simba`\n"
                + "command line: budget.rollouts: found -5, expected integer of at least 1, or"
                + " object");
  }
}
