package dev.ascent.wire.record;

import java.util.List;

/**
 * That a champion's live scores have fallen, as long as that is looked into.
 *
 * @param limit that they fell below, from 0 to 1
 * @param mean of the live scores when they were found to have fallen
 * @param n scores that the mean is of
 * @param untested ids of earlier programs that are still to be tested against the champion
 */
public record AlarmRecord(double limit, double mean, int n, List<String> untested) {}
