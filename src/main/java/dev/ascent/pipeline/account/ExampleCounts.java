package dev.ascent.pipeline.account;

import dev.ascent.wire.record.ExamplesRecord;

/**
 * What became of a task's examples, in numbers of records. Each that was received is in one of the
 * next five, or still waits for its label or its task.
 *
 * @param received read from the topic
 * @param training to be learned from
 * @param holdout kept for tests
 * @param duplicates whose ids were seen before
 * @param excess of one author or one text
 * @param rejected that could not be used
 * @param givenUp of those for training or holdout, that made room before they were used
 */
public record ExampleCounts(
    long received,
    long training,
    long holdout,
    long duplicates,
    long excess,
    long rejected,
    long givenUp) {
  public static final ExampleCounts NONE = new ExampleCounts(0, 0, 0, 0, 0, 0, 0);

  /** The counts with more records. */
  public ExampleCounts plus(ExampleFate fate, int more) {
    return new ExampleCounts(
        received + (fate == ExampleFate.RECEIVED ? more : 0),
        training + (fate == ExampleFate.TRAINING ? more : 0),
        holdout + (fate == ExampleFate.HOLDOUT ? more : 0),
        duplicates + (fate == ExampleFate.DUPLICATE ? more : 0),
        excess + (fate == ExampleFate.EXCESS ? more : 0),
        rejected + (fate == ExampleFate.REJECTED ? more : 0),
        givenUp + (fate == ExampleFate.GIVEN_UP ? more : 0));
  }

  /**
   * As people see them. What is counted on its way may overtake its own arrival, so that for a
   * moment fewer seem to have been received than were put somewhere.
   */
  public ExamplesRecord record() {
    long settled = training + holdout + duplicates + excess + rejected;
    return new ExamplesRecord(
        Math.max(received, settled),
        training,
        holdout,
        duplicates,
        excess,
        rejected,
        Math.max(0, received - settled),
        givenUp);
  }
}
