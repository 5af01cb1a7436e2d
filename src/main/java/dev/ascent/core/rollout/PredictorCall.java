package dev.ascent.core.rollout;

import java.util.Map;

/**
 * One step of a trajectory: what a predictor was given and what it answered.
 *
 * @param predictor its name
 * @param inputs by field name
 * @param outputs by field name, reasoning included; empty where the answer could not be parsed
 */
public record PredictorCall(
    String predictor, Map<String, String> inputs, Map<String, String> outputs) {}
