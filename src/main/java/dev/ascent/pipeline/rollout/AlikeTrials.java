package dev.ascent.pipeline.rollout;

import dev.ascent.core.algorithm.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells which of some trials begin with the same prompt, as samples of each other do. */
public final class AlikeTrials {
  private final Map<Trial, Integer> counts = new HashMap<>();

  public AlikeTrials(List<Trial> trials) {
    trials.forEach(trial -> counts.merge(withoutSample(trial), 1, Integer::sum));
  }

  private static Trial withoutSample(Trial trial) {
    return new Trial(trial.example(), trial.program(), 0, trial.temperature());
  }

  /** How many of the trials begin as this one of them does, itself included. */
  public int with(Trial trial) {
    return counts.get(withoutSample(trial));
  }
}
