package dev.ascent.pipeline.evaluate;

import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.propose.ProposedMinibatch;
import dev.ascent.pipeline.rollout.AlikeTrials;
import dev.ascent.pipeline.rollout.RolloutRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Requests the rollouts that tell whether a minibatch's candidates are any good. */
public final class RequestEvaluationsFunction
    extends ProcessFunction<ProposedMinibatch, RolloutRequest> {
  private static final long serialVersionUID = 1L;

  /** The minibatches that wait for these rollouts. */
  public static final OutputTag<EvaluationElement> OPENINGS =
      new OutputTag<>("evaluation-openings", TypeInformation.of(EvaluationElement.class));

  private final AscentSettings settings;

  public RequestEvaluationsFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void processElement(
      ProposedMinibatch proposed, Context context, Collector<RolloutRequest> out) {
    Manifest manifest = proposed.ranked().manifest();
    List<Trial> trials =
        Algorithms.of(manifest.definition()).evaluate(manifest, proposed.proposals());
    Map<String, Program> candidates = new HashMap<>();
    ProposalResult.candidates(proposed.proposals()).forEach(p -> candidates.put(p.id(), p));
    Map<String, Example> examples = new HashMap<>();
    manifest.minibatch().examples().forEach(example -> examples.put(example.id(), example));
    AlikeTrials alike = new AlikeTrials(trials);
    for (Trial trial : trials) {
      out.collect(
          RolloutRequest.of(
                  manifest, trial, candidates.get(trial.program()), examples.get(trial.example()))
              .withAlike(alike.with(trial)));
    }
    context.output(
        OPENINGS,
        new EvaluationElement(
            manifest.task(),
            manifest.id(),
            proposed,
            trials.size(),
            null,
            settings.callDeadline().toMillis()));
  }
}
