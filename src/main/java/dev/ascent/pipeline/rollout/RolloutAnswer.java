package dev.ascent.pipeline.rollout;

import dev.ascent.core.rollout.Rollout;

/**
 * A rollout on its way back.
 *
 * @param task whose it is
 * @param rollout what came of it
 */
public record RolloutAnswer(String task, Rollout rollout) {}
