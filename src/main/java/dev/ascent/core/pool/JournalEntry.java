package dev.ascent.core.pool;

import java.util.List;

/**
 * One decision about a pool, applied whole or not at all.
 *
 * @param task whose pool
 * @param version the pool's version after it, which is one above the version before
 * @param owner the job that wrote it
 * @param cause what led to it, for people
 * @param changes in order
 */
public record JournalEntry(
    String task, long version, String owner, String cause, List<Change> changes) {}
