package dev.ascent.wire.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.TaskDefinition;
import java.util.List;

/** Task files that tests start from. */
public final class TaskTexts {
  public static final String MINIMAL =
      """
      task: support-desk
      program:
        modules:
          - name: classify
            signature:
              instructions: Name the team.
              inputs:
                - name: message
              outputs:
                - name: intent
                  choices: [billing, delivery, returns, account]
      metric:
        type: exact-match
      """;

  public static final String FULL =
      """
      task: invoices
      program:
        modules:
          - name: extract
            type: ChainOfThought
            signature:
              instructions: Read the invoice.
              inputs:
                - {name: document, type: string, description: The invoice as text}
                - {name: country, type: enum, choices: [no, de, 1]}
              outputs:
                - name: lines
                  type: list
                  description: One object a line
                  schema: {type: array, items: {type: object}}
                - {name: paid, type: boolean}
          - name: total
            type: Predict
            signature:
              inputs:
                - {name: lines, type: list}
              outputs:
                - {name: amount, type: number}
                - {name: count, type: integer}
                - {name: meta, type: object, schema: '{"type": "object"}'}
      metric: {type: numeric, field: amount, tolerance: 0.01}
      lm:
        base-url: https://models.example.com/v1/
        model: small
        api-key-env: MODEL_KEY
        temperature: 0.7
        max-tokens: 500
        max-requests-in-flight: 8
        timeout-seconds: 30
        rollout-timeout-seconds: 200
        prompt-usd-per-million: 0.15
        completion-usd-per-million: 0.6
      optimizer:
        algorithm: simba
        minibatch-size: 24
        minibatch-seconds: 5
        candidates: 4
        steps: 3
        max-demos: 2
        max-rules: 6
        sampling-temperature: 0.3
        candidate-temperature: 0.4
        max-inflight-minibatches: 2
        selection: top-two
      budget:
        rollouts: {total: 5000, per-day: 700}
        tokens: 2000000
        usd: {per-day: 1.5}
      promotion:
        alpha: 0.1
        attempts-per-period: 5
        period-days: 7
        min-gain: 0.02
        holdout-share: 0.25
        approval: true
      seed: 42
      """;

  private TaskTexts() {}

  /** The task of a text that is known to be right. */
  public static TaskDefinition task(String yaml) {
    ParsedTask parsed = TaskFile.parse("TASK.yaml", yaml, TaskOverrides.NONE);
    assertThat(parsed).isInstanceOf(ParsedTask.Valid.class);
    return ((ParsedTask.Valid) parsed).task();
  }

  /** What is wrong with a text, one line a problem. */
  static List<String> problems(String yaml) {
    ParsedTask parsed = TaskFile.parse("TASK.yaml", yaml, TaskOverrides.NONE);
    assertThat(parsed).isInstanceOf(ParsedTask.Invalid.class);
    return ((ParsedTask.Invalid) parsed).problems().stream().map(TaskProblem::message).toList();
  }
}
