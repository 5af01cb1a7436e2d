package dev.ascent.core.simulation;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.algorithm.GivenAnswer;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.program.Program;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One minibatch on its way from its manifest to its outcome, as the job's stages take it. */
final class SimulatedStep {
  private final Manifest manifest;
  private final Algorithm algorithm;
  private final SimulatedCalls calls;
  private final Map<String, Example> examples = new HashMap<>();

  SimulatedStep(Manifest manifest, SimulatedCalls calls) {
    this.manifest = manifest;
    this.algorithm = Algorithms.of(manifest.definition());
    this.calls = calls;
    manifest.minibatch().examples().forEach(example -> examples.put(example.id(), example));
  }

  StepOutcome run() {
    List<Rollout> sampled = sample();
    RankedBuckets ranked = rank(sampled);
    List<ProposalResult> proposals = isStep() ? propose(ranked) : List.of();
    List<Rollout> evaluated = isStep() ? evaluate(proposals) : List.of();
    return new StepOutcome(
        manifest,
        sampled.stream().map(ScoredRollout::of).toList(),
        proposals,
        evaluated.stream().map(ScoredRollout::of).toList(),
        0,
        usage(sampled).plus(usage(evaluated)),
        proposals.stream().map(ProposalResult::usage).reduce(Usage.NONE, Usage::plus),
        sampled.stream()
            .filter(rollout -> !rollout.isScored())
            .map(Rollout::feedback)
            .findFirst()
            .orElse(""),
        GivenAnswer.in(ranked.buckets()));
  }

  private boolean isStep() {
    return manifest.minibatch().purpose() == Minibatch.Purpose.STEP;
  }

  private static Usage usage(List<Rollout> rollouts) {
    return rollouts.stream().map(Rollout::usage).reduce(Usage.NONE, Usage::plus);
  }

  private List<Rollout> sample() {
    SearchTrace.Purpose purpose =
        isStep() ? SearchTrace.Purpose.SAMPLING : SearchTrace.Purpose.SELECTION;
    return manifest.trials().stream()
        .map(trial -> rollout(purpose, trial, manifest.source(trial.program())))
        .toList();
  }

  private Rollout rollout(SearchTrace.Purpose purpose, Trial trial, Program program) {
    return calls.rollout(
        purpose,
        new RolloutKey(manifest.id(), trial.example(), trial.program(), trial.sample()),
        program,
        examples.get(trial.example()),
        trial.temperature(),
        manifest.lease().attemptsEach());
  }

  private RankedBuckets rank(List<Rollout> sampled) {
    Map<String, List<Rollout>> byExample = new LinkedHashMap<>();
    sampled.forEach(
        rollout ->
            byExample
                .computeIfAbsent(rollout.key().example(), id -> new ArrayList<>())
                .add(rollout));
    return RankedBuckets.of(
        manifest.minibatch().examples().stream()
            .map(example -> Bucket.of(example, byExample.getOrDefault(example.id(), List.of())))
            .toList());
  }

  private List<ProposalResult> propose(RankedBuckets ranked) {
    Map<String, Bucket> buckets = new HashMap<>();
    ranked.buckets().forEach(bucket -> buckets.put(bucket.example().id(), bucket));
    RandomGenerator random =
        Seeds.generator(manifest.definition().seed(), "propose", manifest.id());
    List<ProposalResult> results = new ArrayList<>();
    for (Draft draft : algorithm.propose(manifest, ranked, random)) {
      results.add(calls.propose(draft, buckets.get(draft.example()), ranked));
    }
    return results;
  }

  private List<Rollout> evaluate(List<ProposalResult> proposals) {
    Map<String, Program> candidates = new HashMap<>();
    ProposalResult.candidates(proposals).forEach(c -> candidates.put(c.id(), c));
    return algorithm.evaluate(manifest, proposals).stream()
        .map(
            trial ->
                rollout(SearchTrace.Purpose.EVALUATION, trial, candidates.get(trial.program())))
        .toList();
  }
}
