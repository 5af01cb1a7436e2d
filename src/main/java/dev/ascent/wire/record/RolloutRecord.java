package dev.ascent.wire.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.wire.WireCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One rollout for the record: a record of the rollouts topic.
 *
 * @param task whose it is
 * @param minibatch that asked for it
 * @param example that the program ran on
 * @param program that ran
 * @param sample counts the program's rollouts on the example within the minibatch, from 0
 * @param status how it ended
 * @param trajectory every predictor call that was answered
 * @param outputs of the program, as text
 * @param score in [0, 1]; missing unless it was scored
 * @param feedback why the score is what it is, or what went wrong
 * @param requests attempts that reached the model's server
 * @param promptTokens as the server counted them
 * @param completionTokens as the server counted them
 * @param usd at the profile's prices
 * @param latencyMillis from its first request to its end
 * @param time of its end
 */
public record RolloutRecord(
    String task,
    String minibatch,
    String example,
    String program,
    int sample,
    Status status,
    List<Call> trajectory,
    Map<String, String> outputs,
    Double score,
    String feedback,
    int requests,
    long promptTokens,
    long completionTokens,
    double usd,
    long latencyMillis,
    Instant time) {

  public static final WireCodec<RolloutRecord> CODEC = new WireCodec<>(RolloutRecord.class, 1);

  /** One predictor call; values are text. */
  public record Call(String predictor, Map<String, String> inputs, Map<String, String> outputs) {

    static Call of(PredictorCall call) {
      return new Call(call.predictor(), call.inputs(), call.outputs());
    }
  }

  /** How it ended. */
  public enum Status {
    @JsonProperty("scored")
    SCORED,
    @JsonProperty("fault")
    FAULT,
    @JsonProperty("refused")
    REFUSED,
    @JsonProperty("timed-out")
    TIMED_OUT;

    static Status of(RolloutStatus status) {
      return switch (status) {
        case SCORED -> SCORED;
        case FAULT, SYSTEMIC_FAULT -> FAULT;
        case REFUSED -> REFUSED;
        case TIMED_OUT -> TIMED_OUT;
      };
    }
  }

  public static RolloutRecord of(String task, Rollout rollout, Instant time) {
    return new RolloutRecord(
        task,
        rollout.key().minibatch(),
        rollout.key().example(),
        rollout.key().program(),
        rollout.key().sample(),
        Status.of(rollout.status()),
        rollout.trajectory().stream().map(Call::of).toList(),
        rollout.outputs(),
        rollout.isScored() ? rollout.score() : null,
        rollout.feedback(),
        rollout.usage().requests(),
        rollout.usage().promptTokens(),
        rollout.usage().completionTokens(),
        rollout.usage().usd(),
        rollout.latencyMillis(),
        time);
  }
}
