package dev.ascent.core.pool;

import dev.ascent.core.promotion.Evidence;

/**
 * The program that consumers should use, since one epoch.
 *
 * @param epoch 0 for the start; rises by one at every promotion or rollback
 * @param program its id
 * @param evidence why it was promoted
 */
public record Champion(int epoch, String program, Evidence evidence) {}
