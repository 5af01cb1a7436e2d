package dev.ascent.wire.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ascent.wire.OrNull;
import dev.ascent.wire.WireCodec;
import java.time.Instant;

/**
 * How a task is doing: a record of the status topic.
 *
 * @param task its name
 * @param phase what is being done
 * @param championEpoch 0 until something was promoted
 * @param champion id of the champion
 * @param bestScore of any program in the pool, as estimated
 * @param liveQuality of the champion on a uniform sample of what was logged lately
 * @param spend since the task began
 * @param lastError why it is paused or what went wrong last
 * @param pauseCause what paused it
 * @param pausedUntil when it goes on by itself; absent where it does not
 * @param pinned whether people keep the champion, whatever is proven; absent where they do not
 * @param test of a challenger, where one is under way or waits for approval
 * @param heldTo the mean that the champion's live scores may not fall below; absent where too
 *     little is known of it
 * @param loggedFeedback scores that people gave to answers of the champion lately
 * @param alarm that live scores have fallen, as long as that is looked into
 * @param refused the program that a guard kept from being promoted last; absent where there is none
 * @param examples what became of those that were sent; absent where another run counts them
 * @param forgotten how much must not be learned from; absent where nothing is forgotten
 * @param time of the status
 */
public record StatusRecord(
    String task,
    Phase phase,
    long championEpoch,
    @OrNull String champion,
    @OrNull MeanScore bestScore,
    @OrNull MeanScore liveQuality,
    Spend spend,
    @OrNull String lastError,
    @OrNull PauseCause pauseCause,
    @OrNull Instant pausedUntil,
    @OrNull Boolean pinned,
    @OrNull TestRecord test,
    @OrNull Double heldTo,
    @OrNull MeanScore loggedFeedback,
    @OrNull AlarmRecord alarm,
    @OrNull RefusalRecord refused,
    @OrNull ExamplesRecord examples,
    @OrNull ForgottenRecord forgotten,
    Instant time) {

  public static final WireCodec<StatusRecord> CODEC = new WireCodec<>(StatusRecord.class, 1);

  /** The same status at another time, with other counts of examples. */
  public StatusRecord counted(ExamplesRecord counts, Instant at) {
    return new StatusRecord(
        task,
        phase,
        championEpoch,
        champion,
        bestScore,
        liveQuality,
        spend,
        lastError,
        pauseCause,
        pausedUntil,
        pinned,
        test,
        heldTo,
        loggedFeedback,
        alarm,
        refused,
        counts,
        forgotten,
        at);
  }

  /** What paused a task. */
  public enum PauseCause {
    /** People asked for it. */
    @JsonProperty("command")
    COMMAND,
    /** A cap leaves too little for another step. */
    @JsonProperty("cap")
    CAP,
    /** The model refuses every call. */
    @JsonProperty("fault")
    FAULT,
    /** The model did not answer. */
    @JsonProperty("outage")
    OUTAGE,
    /** Entries of the journal are missing. */
    @JsonProperty("gap")
    GAP
  }

  /** What is being done. */
  public enum Phase {
    @JsonProperty("searching")
    SEARCHING,
    /** A challenger is tested against the champion. */
    @JsonProperty("validating")
    VALIDATING,
    /** Nothing is spent: a person, a cap or a systemic fault says so. */
    @JsonProperty("paused")
    PAUSED,
    /** A bounded task's search has ended. */
    @JsonProperty("finished")
    FINISHED,
    @JsonProperty("retired")
    RETIRED
  }
}
