package dev.ascent.pipeline.plan;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.prompt.PromptSize;
import java.util.List;
import java.util.Objects;

/**
 * The most that one prompt of a minibatch holds: the longest of the pool's programs with the
 * longest of its examples, and what a step may add to it. A prompt that turns out longer is not
 * sent.
 */
public final class PromptBound {
  /** A rule, and the marks around a demo. */
  private static final int ADDED_BYTES = 800;

  private PromptBound() {}

  /** In bytes of a request's body; {@link Long#MAX_VALUE} where nothing limits tokens. */
  public static long of(Pool pool, Minibatch minibatch) {
    if (!pool.definition().budget().limitsTokens()) {
      return Long.MAX_VALUE;
    }
    long program = 0;
    for (PooledProgram pooled : pool.programs()) {
      for (Predictor predictor : pooled.program().predictors()) {
        program = Math.max(program, PromptSize.ofPredictor(predictor));
      }
    }
    long example = 0;
    for (Example each : minibatch.examples()) {
      example =
          Math.max(
              example, PromptSize.ofValues(each.inputs()) + PromptSize.ofValues(each.expected()));
    }
    long answers = answers(pool);
    // Once as the question, and once more as a demo that the step adds.
    return program + 2 * (example + answers) + ADDED_BYTES;
  }

  /** What later modules are shown of the answers of those before them. */
  private static long answers(Pool pool) {
    List<LmProfile> calls = pool.definition().callProfiles();
    return calls.subList(0, calls.size() - 1).stream()
        .map(LmProfile::maxTokens)
        .filter(Objects::nonNull)
        .mapToLong(tokens -> (long) tokens * PromptSize.MOST_BYTES_OF_A_TOKEN)
        .sum();
  }
}
