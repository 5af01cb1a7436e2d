package dev.ascent.wire.program;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ascent.wire.OrNull;
import java.util.List;

/**
 * What is known of a program's advantage over another.
 *
 * @param status how much of it is certain
 * @param basis the examples that it was measured on, or null for a start
 * @param n pairs of scores on distinct examples
 * @param meanDifference of the scores, this program's less the other's; null where nothing was
 *     measured
 * @param interval of the true difference, lower and upper limit
 * @param against the program that it was compared with
 * @param eValue of the hypothesis that it is no better
 * @param examplesNeeded about how many more would prove the difference, were it the true one; 0
 *     once it is proven, null where that can not be told
 * @param cause why a program is used that nothing was measured of, or null
 * @param costs of the pairs' rollouts, or null where nothing is known of them
 */
public record Evidence(
    Status status,
    @OrNull Basis basis,
    int n,
    Double meanDifference,
    @OrNull List<Double> interval,
    @OrNull Opponent against,
    Double eValue,
    Integer examplesNeeded,
    @OrNull Cause cause,
    @OrNull Costs costs) {

  /** Evidence that says by itself why the program is used. */
  public Evidence(
      Status status,
      Basis basis,
      int n,
      Double meanDifference,
      List<Double> interval,
      Opponent against,
      Double eValue,
      Integer examplesNeeded) {
    this(status, basis, n, meanDifference, interval, against, eValue, examplesNeeded, null, null);
  }

  /** Why a program is used, evidence apart. */
  public enum Cause {
    /** It is what is left of {@code against}, which held what people had forgotten. */
    @JsonProperty("forgotten")
    FORGOTTEN
  }

  /** A program that was compared with nothing, as it is where everything begins. */
  public static final Evidence START =
      new Evidence(Status.START, null, 0, null, null, null, null, null);

  /** That of what is left of a program, of which nothing is known. */
  public static Evidence ofForgotten(Opponent before) {
    return new Evidence(
        Status.UNPROVEN, null, 0, null, null, before, null, null, Cause.FORGOTTEN, null);
  }

  /** How much is certain. */
  public enum Status {
    /** The evidence meets the task's promotion policy. */
    @JsonProperty("proven")
    PROVEN,
    /** It looks better, and may not be. */
    @JsonProperty("unproven")
    UNPROVEN,
    /** The program before anything was learned. */
    @JsonProperty("start")
    START
  }

  /** What the examples had been used for before. */
  public enum Basis {
    /** Nothing: the figures are fair. */
    @JsonProperty("holdout")
    HOLDOUT,
    /** Learning and selection: the figures may flatter. */
    @JsonProperty("training")
    TRAINING
  }

  /**
   * The program on the other side.
   *
   * @param epoch under which it was champion, or null if it never was
   */
  public record Opponent(String id, Long epoch) {}

  /**
   * What a rollout took on average, side by side.
   *
   * @param program of this program, or null where none of its rollouts tells
   * @param against of the other one, likewise
   */
  public record Costs(@OrNull PerRollout program, @OrNull PerRollout against) {}

  /**
   * Means over rollouts that asked the model; remembered answers take nothing.
   *
   * @param rollouts that the means are of
   * @param promptTokens as the server counted them, failed attempts included
   * @param completionTokens likewise
   * @param usd at the task's prices; 0 where it names none
   * @param latencyMillis from the first request to the end, waiting and retries included
   */
  public record PerRollout(
      int rollouts,
      double promptTokens,
      double completionTokens,
      double usd,
      double latencyMillis) {}
}
