package dev.ascent.subscriber;

/**
 * Is told what a {@link ProgramSubscriber} finds. All calls come one after the other, from the
 * thread that starts the subscriber while it reads the copies on disk, and then from the
 * subscriber's own. They should be short: no program is swapped while one lasts. An exception that
 * one throws is logged and changes nothing.
 */
public interface ProgramListener {

  /** The program is its task's from now on, the first one included. */
  default void onProgram(Program program) {}

  /** The task's record was removed from the topic; its last program stays. */
  default void onRetired(String task) {}

  /** A record or a copy is not used. */
  default void onRefusal(Refusal refusal) {}

  /**
   * Kafka or the disk failed. The subscriber tries again by itself and meanwhile keeps its
   * programs; of an outage only the beginning is told.
   *
   * @param what it was doing
   * @param cause as Kafka or the disk said it
   */
  default void onFailure(String what, Exception cause) {}
}
