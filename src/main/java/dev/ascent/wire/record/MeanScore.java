package dev.ascent.wire.record;

import dev.ascent.wire.OrNull;
import java.util.List;

/**
 * A program's score over some examples.
 *
 * @param mean in [0, 1]
 * @param n distinct examples
 * @param interval of the true mean, lower and upper limit
 * @param basis {@code holdout} or {@code training}, or what else the examples were
 */
public record MeanScore(double mean, int n, @OrNull List<Double> interval, @OrNull String basis) {}
