package dev.ascent.wire.record;

/**
 * What became of a task's examples: each of those received is in one of the six that follow.
 *
 * @param received records of the examples topic that were read
 * @param training to be learned from
 * @param holdout kept for tests alone
 * @param duplicates whose ids were seen before
 * @param excess of one author or one text
 * @param rejected that could not be used
 * @param waiting for their label, or for the task to be defined
 * @param givenUp of those for training or holdout, that made room for newer ones before they were
 *     used
 */
public record ExamplesRecord(
    long received,
    long training,
    long holdout,
    long duplicates,
    long excess,
    long rejected,
    long waiting,
    long givenUp) {}
