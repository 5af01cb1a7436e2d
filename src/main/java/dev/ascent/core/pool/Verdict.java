package dev.ascent.core.pool;

import dev.ascent.core.promotion.Evidence;

/**
 * The result of a bounded search.
 *
 * @param program id of the best program
 * @param evidence how sure that is
 */
public record Verdict(String program, Evidence evidence) {}
