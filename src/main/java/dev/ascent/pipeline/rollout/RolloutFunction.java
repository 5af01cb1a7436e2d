package dev.ascent.pipeline.rollout;

import dev.ascent.core.budget.Cost;
import dev.ascent.core.metric.Metrics;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ProgramRunner;
import dev.ascent.lm.Rollouts;
import dev.ascent.lm.json.JacksonFieldReader;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.pipeline.AscentSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/**
 * The rollout, evaluate and validate stages' calls: runs the program and scores what it answers.
 * Every request yields exactly one rollout, whatever happens.
 */
public final class RolloutFunction extends ModelFunction<RolloutRequest, RolloutAnswer> {
  private static final long serialVersionUID = 1L;

  public RolloutFunction(AscentSettings settings, ModelAccess access) {
    super(settings, access);
  }

  @Override
  public void asyncInvoke(RolloutRequest request, ResultFuture<RolloutAnswer> result) {
    CompletableFuture<Rollout> unused =
        run(request)
            .whenComplete(
                (rollout, failure) ->
                    result.complete(
                        List.of(
                            new RolloutAnswer(
                                request.task(),
                                failure == null ? rollout : broken(request, failure),
                                request.profiles()))));
  }

  private CompletableFuture<Rollout> run(RolloutRequest request) {
    if (isReplayed(request.owner())) {
      return CompletableFuture.completedFuture(
          Rollout.missing(
              request.key(), RolloutStatus.REFUSED, "the job started again", Usage.NONE));
    }
    try {
      List<String> stop = ChatFormat.stops(settings().stopAtMarker());
      ProgramRunner runner =
          new ProgramRunner(this::model, new ChatFormat(), request.profiles(), stop)
              .withAlike(request.alike());
      Rollouts rollouts =
          new Rollouts(runner, Metrics.create(request.metric(), new JacksonFieldReader()), clock());
      Allowance allowance =
          allowance(request.maxAttempts(), request.maxPromptTokens(), request.profiles());
      return rollouts.run(
          request.key(),
          request.program(),
          request.example(),
          request.temperature(),
          request.expendable() ? allowance.asExpendable() : allowance);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * A defect of the job or of a program must not stop the other tasks: the rollout is missing. Its
   * calls may have been answered before.
   */
  private static Rollout broken(RolloutRequest request, Throwable failure) {
    String reason = broken(request.task(), "rollout", failure);
    return Rollout.missing(request.key(), RolloutStatus.FAULT, reason, worst(request));
  }

  private static Usage worst(RolloutRequest request) {
    Cost most = request.worst();
    return Usage.unconfirmed(request.maxAttempts(), most.tokens(), most.usd());
  }

  /** The stage's own default would fail the job. */
  @Override
  public void timeout(RolloutRequest request, ResultFuture<RolloutAnswer> result) {
    result.complete(
        List.of(
            new RolloutAnswer(
                request.task(),
                Rollout.missing(
                    request.key(),
                    RolloutStatus.TIMED_OUT,
                    "no outcome within " + settings().callDeadline().toSeconds() + " s",
                    worst(request)),
                request.profiles())));
  }
}
