package dev.ascent.pipeline.journal;

/**
 * A journal entry as it stands in its topic.
 *
 * @param task whose pool it is about
 * @param version of the pool after it
 * @param body the entry as JSON; its changes are of sealed types, which Flink could only serialize
 *     by Kryo
 */
public record JournalRecord(String task, long version, String body) {}
