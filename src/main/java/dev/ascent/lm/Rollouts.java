package dev.ascent.lm;

import dev.ascent.core.metric.Metric;
import dev.ascent.core.metric.Score;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Makes rollouts: runs a program on an example and scores what it answers.
 *
 * <p>An answer that cannot be parsed scores 0 and says why; a fault is missing data and has no
 * score.
 */
public final class Rollouts {
  private final ProgramRunner runner;
  private final Metric metric;
  private final InstantSource clock;

  public Rollouts(ProgramRunner runner, Metric metric, InstantSource clock) {
    this.runner = runner;
    this.metric = metric;
    this.clock = clock;
  }

  /**
   * Makes one rollout.
   *
   * @param key names it
   * @param temperature of every call, or null for what each module's profile says
   * @param allowance of all its calls
   * @throws IllegalArgumentException if the metric cannot score the example or the program cannot
   *     run on it; nothing was asked then
   */
  public CompletableFuture<Rollout> run(
      RolloutKey key, Program program, Example example, Double temperature, Allowance allowance) {
    if (!metric.canScore(example)) {
      throw new IllegalArgumentException("the metric cannot score example '" + example.id() + "'");
    }
    Instant start = clock.instant();
    return runner
        .run(program, example.inputs(), temperature, allowance)
        .thenApply(run -> rollout(key, example, run, start));
  }

  private Rollout rollout(RolloutKey key, Example example, ProgramRun run, Instant start) {
    long latencyMillis = Duration.between(start, clock.instant()).toMillis();
    List<PredictorCall> trajectory = run.trajectory();
    if (run instanceof ProgramRun.Faulted faulted) {
      return new Rollout(
          key,
          status(faulted.kind()),
          trajectory,
          Map.of(),
          0,
          faulted.kind() + ": " + faulted.message(),
          run.usage(),
          latencyMillis);
    }
    Map<String, String> outputs =
        run instanceof ProgramRun.Finished finished ? finished.outputs() : Map.of();
    Score score = score(example, run);
    return new Rollout(
        key,
        RolloutStatus.SCORED,
        trajectory,
        outputs,
        score.value(),
        score.feedback(),
        run.usage(),
        latencyMillis);
  }

  private static RolloutStatus status(FaultKind kind) {
    if (kind == FaultKind.TOO_LONG) {
      return RolloutStatus.REFUSED;
    }
    return kind.isSystemic() ? RolloutStatus.SYSTEMIC_FAULT : RolloutStatus.FAULT;
  }

  private Score score(Example example, ProgramRun run) {
    if (run instanceof ProgramRun.Unparsable unparsable) {
      return new Score(
          0,
          "the answer could not be read: "
              + unparsable.reason()
              + ". It began: "
              + unparsable.excerpt());
    }
    return metric.score(example, ((ProgramRun.Finished) run).outputs());
  }
}
