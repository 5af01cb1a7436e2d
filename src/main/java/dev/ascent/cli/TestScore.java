package dev.ascent.cli;

import dev.ascent.core.metric.Metrics;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.ProgramRunner;
import dev.ascent.lm.Rollouts;
import dev.ascent.lm.json.JacksonFieldReader;
import dev.ascent.lm.prompt.ChatFormat;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A program's mean score on test examples.
 *
 * @param mean in [0, 1]
 * @param n examples with a score
 * @param low lower end of the 95% interval (Wilson)
 * @param high upper end of the interval
 */
record TestScore(double mean, int n, double low, double high) {
  private static final double Z = 1.96;
  private static final int ATTEMPTS = 3;

  static TestScore measure(
      LanguageModel model,
      TaskDefinition task,
      Program program,
      List<Example> examples,
      List<String> stop) {
    ProgramRunner runner = new ProgramRunner(model, new ChatFormat(), task.lm(), stop);
    Rollouts rollouts =
        new Rollouts(
            runner,
            Metrics.create(task.metric(), new JacksonFieldReader()),
            InstantSource.system());
    List<CompletableFuture<Rollout>> running = new ArrayList<>();
    for (Example example : examples) {
      RolloutKey key = new RolloutKey("test", example.id(), program.id(), 0);
      running.add(
          rollouts.run(
              key,
              program,
              example,
              task.lm().temperature(),
              ATTEMPTS * program.predictors().size()));
    }
    List<Rollout> scored =
        running.stream().map(CompletableFuture::join).filter(Rollout::isScored).toList();
    return of(scored.stream().mapToDouble(Rollout::score).average().orElse(0), scored.size());
  }

  /** With Wilson's interval for a share; a mean of graded scores varies less than a share. */
  static TestScore of(double mean, int n) {
    if (n == 0) {
      return new TestScore(0, 0, 0, 1);
    }
    double square = Z * Z;
    double center = (mean + square / (2 * n)) / (1 + square / n);
    double half = Z / (1 + square / n) * Math.sqrt(mean * (1 - mean) / n + square / (4.0 * n * n));
    return new TestScore(mean, n, Math.max(0, center - half), Math.min(1, center + half));
  }

  String describe() {
    return String.format(
        Locale.ROOT, "%.1f%% [%.1f, %.1f] on %d", 100 * mean, 100 * low, 100 * high, n);
  }
}
