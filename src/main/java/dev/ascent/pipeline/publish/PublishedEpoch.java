package dev.ascent.pipeline.publish;

/**
 * That a program stands in the programs topic.
 *
 * @param task whose it is
 * @param epoch under which it stands there
 */
public record PublishedEpoch(String task, long epoch) {}
