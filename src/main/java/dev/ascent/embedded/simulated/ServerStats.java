package dev.ascent.embedded.simulated;

import java.util.Map;

/**
 * What a simulated model has seen since it started.
 *
 * @param requests requests for completions that arrived, faulted and refused ones included
 * @param rollouts answers asked for by requests that want the task's own answer; faulted ones count
 * @param reflections answers asked for by all other requests; faulted ones count
 * @param faults by kind
 * @param promptTokens of requests that were answered in full
 * @param completionTokens of requests that were answered in full
 * @param inFlight requests that wait for their end now
 * @param maxInFlight the most requests that waited at once
 */
public record ServerStats(
    long requests,
    long rollouts,
    long reflections,
    Map<String, Long> faults,
    long promptTokens,
    long completionTokens,
    int inFlight,
    int maxInFlight) {}
