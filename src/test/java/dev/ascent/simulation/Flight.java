package dev.ascent.simulation;

import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.GivenAnswer;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.pipeline.evaluate.ConcludeWindowFunction;
import dev.ascent.pipeline.evaluate.EvaluationElement;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.propose.ProposedMinibatch;
import dev.ascent.pipeline.rank.RankedMinibatch;
import dev.ascent.pipeline.rollout.RequestRolloutsFunction;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.pipeline.validate.CompareWindowFunction;
import dev.ascent.pipeline.validate.RoundElement;
import dev.ascent.pipeline.watch.LiveElement;
import dev.ascent.pipeline.watch.ScoreWindowFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;

/**
 * Requests that are under way together, and what waits for them: the requests of a minibatch, then
 * those for its candidates; or those of a round, or of a live batch. Immutable, so that a
 * checkpoint holds it as it is.
 */
sealed interface Flight {
  long NO_DEADLINE = 0;

  List<RolloutRequest> requests();

  /** Names it to people. */
  String id();

  /** The sampled rollouts of a minibatch. */
  record Sampling(Manifest manifest, List<RolloutRequest> requests) implements Flight {
    static Sampling of(Manifest manifest) {
      List<RolloutRequest> requests = new ArrayList<>();
      new RequestRolloutsFunction().flatMap(manifest, new ListCollector<>(requests));
      return new Sampling(manifest, List.copyOf(requests));
    }

    @Override
    public String id() {
      return manifest.id();
    }

    /**
     * The evaluation that follows.
     *
     * @param proposed the candidates of the step; none in a selection
     */
    Evaluating evaluating(List<Rollout> sampled, List<Program> proposed) {
      List<ProposalResult> proposals = new ArrayList<>();
      for (Program candidate : proposed) {
        Program parent = manifest.sources().get(0).program();
        String example = manifest.minibatch().examples().get(0).id();
        proposals.add(
            new ProposalResult(
                new Draft(proposals.size(), example, "rule", parent.id(), parent),
                candidate,
                "",
                Usage.NONE));
      }
      Map<String, Program> candidates = new HashMap<>();
      proposed.forEach(candidate -> candidates.put(candidate.id(), candidate));
      Map<String, Example> examples = new HashMap<>();
      manifest.minibatch().examples().forEach(example -> examples.put(example.id(), example));
      List<RolloutRequest> trials = new ArrayList<>();
      for (Trial trial : Algorithms.of(manifest.definition()).evaluate(manifest, proposals)) {
        trials.add(
            RolloutRequest.of(
                manifest, trial, candidates.get(trial.program()), examples.get(trial.example())));
      }
      RankedMinibatch ranked =
          new RankedMinibatch(
              manifest,
              RankedBuckets.of(List.of()),
              sampled.stream().map(ScoredRollout::of).toList(),
              requests.size() - sampled.size(),
              sampled.stream().map(Rollout::usage).reduce(Usage.NONE, Usage::plus),
              sampled.stream()
                  .filter(rollout -> !rollout.isScored())
                  .map(Rollout::feedback)
                  .findFirst()
                  .orElse(""),
              sampled.stream()
                  .flatMap(r -> GivenAnswer.of(r, examples.get(r.key().example())).stream())
                  .toList());
      return new Evaluating(new ProposedMinibatch(ranked, proposals), List.copyOf(trials));
    }
  }

  /** The rollouts of a minibatch's candidates. */
  record Evaluating(ProposedMinibatch proposed, List<RolloutRequest> requests) implements Flight {
    @Override
    public String id() {
      return proposed.ranked().manifest().id();
    }

    PoolInput concluded(List<Rollout> evaluated) {
      Manifest manifest = proposed.ranked().manifest();
      List<EvaluationElement> elements = new ArrayList<>();
      elements.add(
          new EvaluationElement(
              manifest.task(), manifest.id(), proposed, requests.size(), null, NO_DEADLINE));
      for (Rollout rollout : evaluated) {
        elements.add(
            new EvaluationElement(manifest.task(), manifest.id(), null, -1, rollout, NO_DEADLINE));
      }
      List<PoolInput> out = new ArrayList<>();
      new ConcludeWindowFunction().process(id(), null, elements, new ListCollector<>(out));
      return out.get(0);
    }
  }

  /** The pairs of a round, or its canaries. */
  record Round(RoundElement opening, List<RolloutRequest> requests) implements Flight {
    @Override
    public String id() {
      return opening.round();
    }

    PoolInput compared(List<Rollout> rollouts) {
      List<RoundElement> elements = new ArrayList<>(List.of(opening));
      for (Rollout rollout : rollouts) {
        elements.add(new RoundElement(opening.task(), opening.round(), null, rollout, NO_DEADLINE));
      }
      List<PoolInput> out = new ArrayList<>();
      new CompareWindowFunction().process(id(), null, elements, new ListCollector<>(out));
      return out.get(0);
    }
  }

  /** A batch of live rollouts. */
  record Live(LiveElement opening, List<RolloutRequest> requests) implements Flight {
    @Override
    public String id() {
      return opening.batch();
    }

    PoolInput scored(List<Rollout> rollouts) {
      List<LiveElement> elements = new ArrayList<>(List.of(opening));
      for (Rollout rollout : rollouts) {
        elements.add(new LiveElement(opening.task(), opening.batch(), null, rollout, NO_DEADLINE));
      }
      List<PoolInput> out = new ArrayList<>();
      new ScoreWindowFunction().process(id(), null, elements, new ListCollector<>(out));
      return out.get(0);
    }
  }

  /** What the answers lead to at once; nothing where more rollouts are to be made first. */
  default Optional<PoolInput> ended(List<Rollout> rollouts) {
    if (this instanceof Evaluating evaluating) {
      return Optional.of(evaluating.concluded(rollouts));
    } else if (this instanceof Round round) {
      return Optional.of(round.compared(rollouts));
    } else if (this instanceof Live live) {
      return Optional.of(live.scored(rollouts));
    }
    return Optional.empty();
  }
}
