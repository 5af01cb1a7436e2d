package dev.ascent.core.pool;

import dev.ascent.core.promotion.Evidence;

/**
 * A challenger that was proven better and waits for people to approve it.
 *
 * @param program its id
 * @param evidence that proves it
 */
public record Awaiting(String program, Evidence evidence) {}
