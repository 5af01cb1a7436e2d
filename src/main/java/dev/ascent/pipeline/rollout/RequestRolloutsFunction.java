package dev.ascent.pipeline.rollout;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.rollout.Example;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Turns a manifest into its rollout requests, each with all that it takes to make it. */
public final class RequestRolloutsFunction implements FlatMapFunction<Manifest, RolloutRequest> {
  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(Manifest manifest, Collector<RolloutRequest> out) {
    Map<String, Example> examples = new HashMap<>();
    manifest.minibatch().examples().forEach(example -> examples.put(example.id(), example));
    AlikeTrials alike = new AlikeTrials(manifest.trials());
    for (Trial trial : manifest.trials()) {
      out.collect(
          RolloutRequest.of(
                  manifest, trial, manifest.source(trial.program()), examples.get(trial.example()))
              .withAlike(alike.with(trial)));
    }
  }
}
