package dev.ascent.subscriber;

/**
 * A record of the programs topic, or the copy of one on disk.
 *
 * @param source names it to people: topic, partition and offset, or a file
 * @param task its key, or null if it has none
 * @param value its bytes, or null for a tombstone
 * @param signature the value of its signature header, or null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record PublishedRecord(String source, String task, byte[] value, String signature) {}
