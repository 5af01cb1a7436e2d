package dev.ascent.wire.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanaryReaderTest {
  private static final String TASK =
      """
      task: desk
      program:
        modules:
          - name: classify
            signature:
              inputs: [{name: message}, {name: urgent, type: boolean}]
              outputs: [{name: intent, choices: [billing, returns]}]
      metric: {type: exact-match}
      promotion:
        canaries:
      """;

  @Test
  void canariesAreReadAndWrittenAsTheyWereGiven() {
    TaskDefinition task =
        TaskTexts.task(
            TASK
                + "    - inputs: {message: hello, urgent: false}\n"
                + "    - inputs: {message: invoice, urgent: true}\n"
                + "      expected: {intent: Billing}\n");

    assertThat(task.promotion().canaries())
        .containsExactly(
            Example.labelled("canary 1", Map.of("message", "hello", "urgent", "false"), Map.of()),
            Example.labelled(
                "canary 2",
                Map.of("message", "invoice", "urgent", "true"),
                Map.of("intent", "billing")));
    assertThat(TaskDefinitionCodec.decode(TaskDefinitionCodec.encode(task)).orThrow())
        .isEqualTo(task);
  }

  @Test
  void whatDoesNotFitTheFieldsIsReported() {
    assertThat(problems("    - inputs: {message: hello}\n"))
        .contains("promotion.canaries[0].inputs", "`urgent`");
    assertThat(problems("    - inputs: {message: hello, urgent: maybe}\n"))
        .contains("promotion.canaries[0].inputs", "urgent");
    assertThat(
            problems("    - {inputs: {message: hello, urgent: true}, expected: {intent: sales}}\n"))
        .contains("promotion.canaries[0].expected", "intent");
    assertThat(problems("    - expected: {intent: billing}\n"))
        .contains("promotion.canaries[0].inputs", "object");
    assertThat(problems("    - {input: {message: hello}}\n")).contains("unknown key");
  }

  private static String problems(String canaries) {
    return ((ParsedTask.Invalid) TaskFile.parse("TASK.yaml", TASK + canaries, TaskOverrides.NONE))
        .message();
  }
}
