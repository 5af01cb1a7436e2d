package dev.ascent.cli;

import dev.ascent.core.metric.Metric;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.metric.Metrics;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.ProgramRunner;
import dev.ascent.lm.Rollouts;
import dev.ascent.lm.json.JacksonFieldReader;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Runs programs on examples, without Flink. Programs take turns on every example, so that whatever
 * the server goes through meets all of them alike.
 */
final class Evaluation {
  private static final String MINIBATCH = "evaluation";
  private static final int ATTEMPTS_PER_CALL = 4;

  /** Enough to keep the client busy; it has its own, smaller bound of open calls. */
  private static final int RUNS_PER_OPEN_CALL = 2;

  private final InstantSource clock = InstantSource.system();
  private final ProgramProfiles profiles;
  private final ProgramRunner runner;
  private final Metric metric;
  private final Semaphore places;
  private final int mostUnderWay;

  /**
   * Prepares an evaluation.
   *
   * @param models who answers for a profile; they bound the calls that are open at once and repeat
   *     those that fail
   * @param profiles that the programs' modules ask
   * @param kind a local model is told to stop where the answer ends
   * @param metric how answers are scored
   */
  Evaluation(
      Function<LmProfile, LanguageModel> models,
      ProgramProfiles profiles,
      ModelKind kind,
      MetricDefinition metric) {
    this.profiles = profiles;
    List<String> stop = ChatFormat.stops(kind == ModelKind.LOCAL);
    this.runner = new ProgramRunner(models, new ChatFormat(), profiles, stop);
    this.metric = Metrics.create(metric, new JacksonFieldReader());
    this.mostUnderWay = RUNS_PER_OPEN_CALL * profiles.lm().limits().maxRequestsInFlight();
    this.places = new Semaphore(mostUnderWay);
  }

  /**
   * Runs every program on every example.
   *
   * @param examples that the metric can score
   * @param samples of each program on each example
   * @param progress is given the number of runs that have ended, on any thread
   * @return each program's rollouts, in the order of the programs; examples and samples in order
   * @throws CommandFailure if every further call would fail too: wrong credentials, no such model
   * @throws InterruptedException while waiting; calls under way are left to end by themselves
   */
  List<ProgramRollouts> run(
      List<Program> programs, List<Example> examples, int samples, IntConsumer progress)
      throws InterruptedException {
    Runs runs = new Runs(new Rollouts(runner.withAlike(samples), metric, clock), progress);
    List<List<CompletableFuture<Rollout>>> byProgram = new ArrayList<>();
    programs.forEach(program -> byProgram.add(new ArrayList<>()));
    for (Example example : examples) {
      for (int sample = 0; sample < samples; sample++) {
        for (int i = 0; i < programs.size(); i++) {
          byProgram.get(i).add(runs.start(programs.get(i), example, sample));
        }
      }
    }
    runs.awaitAll();
    List<ProgramRollouts> results = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      List<Rollout> ended = byProgram.get(i).stream().map(CompletableFuture::join).toList();
      results.add(new ProgramRollouts(programs.get(i), ended));
    }
    return results;
  }

  /** The runs of one evaluation. */
  private final class Runs {
    private final Rollouts rollouts;
    private final IntConsumer progress;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<Rollout> systemicFault = new AtomicReference<>();

    Runs(Rollouts rollouts, IntConsumer progress) {
      this.rollouts = rollouts;
      this.progress = progress;
    }

    CompletableFuture<Rollout> start(Program program, Example example, int sample)
        throws InterruptedException {
      places.acquire();
      failIfHopeless();
      RolloutKey key = new RolloutKey(MINIBATCH, example.id(), program.id(), sample);
      return rollouts
          .run(
              key,
              program,
              example,
              null,
              new Allowance(
                  ATTEMPTS_PER_CALL * program.predictors().size(),
                  Long.MAX_VALUE,
                  profiles.deadline(clock.instant())))
          .whenComplete((rollout, failure) -> end(rollout));
    }

    private void end(Rollout rollout) {
      if (rollout != null && rollout.status() == RolloutStatus.SYSTEMIC_FAULT) {
        systemicFault.compareAndSet(null, rollout);
      }
      progress.accept(ended.incrementAndGet());
      places.release();
    }

    void awaitAll() throws InterruptedException {
      places.acquire(mostUnderWay);
      places.release(mostUnderWay);
      failIfHopeless();
    }

    private void failIfHopeless() {
      Rollout fault = systemicFault.get();
      if (fault != null) {
        throw new CommandFailure(ExitCode.UNREACHABLE, fault.feedback());
      }
    }
  }
}
