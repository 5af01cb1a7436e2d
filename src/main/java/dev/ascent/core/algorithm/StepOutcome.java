package dev.ascent.core.algorithm;

import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that came of one minibatch.
 *
 * @param manifest what it was
 * @param sampled the rollouts that it began with; those that never came back are left out
 * @param proposals what became of the drafts, by their numbers
 * @param evaluated the rollouts of the candidates
 * @param missing rollouts that never came back
 * @param rolloutUsage of all rollouts that came back
 * @param reflectionUsage of all proposals
 * @param fault what ended the first sampled rollout without a score; empty where all were scored
 * @param given what the sampled rollouts answered, as far as it can be told
 */
public record StepOutcome(
    Manifest manifest,
    List<ScoredRollout> sampled,
    List<ProposalResult> proposals,
    List<ScoredRollout> evaluated,
    int missing,
    Usage rolloutUsage,
    Usage reflectionUsage,
    String fault,
    List<GivenAnswer> given) {

  private static final String FORGOTTEN = "what it was made from is forgotten";

  /** State of earlier versions knows of no answers. */
  public StepOutcome {
    given = given == null ? List.of() : given;
  }

  /** Whether not one of the sampled rollouts was scored, so that nothing can be learned. */
  public boolean isBarren() {
    return sampled.stream().noneMatch(ScoredRollout::isScored);
  }

  /** The distinct candidates in the order of their drafts. */
  public List<Program> candidates() {
    return ProposalResult.candidates(proposals);
  }

  /**
   * What may be learned of it once some of its examples are forgotten, or what its programs were
   * taught: neither such examples nor candidates that hold such material, and no scores of programs
   * that went by it.
   */
  public StepOutcome without(Forgotten forgotten) {
    if (forgotten.isEmpty()) {
      return this;
    }
    Set<String> examples = forgotten.among(manifest.minibatch().examples());
    Set<String> programs =
        manifest.sources().stream()
            .map(Source::program)
            .filter(forgotten::isIn)
            .map(Program::id)
            .collect(Collectors.toSet());
    BiPredicate<String, String> isKept =
        (program, example) -> !examples.contains(example) && !programs.contains(program);
    Predicate<ScoredRollout> isUsable =
        rollout -> isKept.test(rollout.program(), rollout.example());
    return new StepOutcome(
        manifest.withoutExamples(examples),
        sampled.stream().filter(isUsable).toList(),
        proposals.stream()
            .map(
                proposal ->
                    examples.contains(proposal.draft().example())
                            || (proposal.hasCandidate() && forgotten.isIn(proposal.candidate()))
                        ? proposal.declined(FORGOTTEN)
                        : proposal)
            .toList(),
        evaluated.stream().filter(isUsable).toList(),
        missing,
        rolloutUsage,
        reflectionUsage,
        fault,
        given.stream().filter(one -> isKept.test(one.program(), one.example())).toList());
  }

  /** Scores of one candidate's evaluation; faults are left out. */
  public List<Double> evaluationScores(String program) {
    return evaluated.stream()
        .filter(rollout -> rollout.program().equals(program) && rollout.isScored())
        .map(ScoredRollout::score)
        .toList();
  }

  /** Why drafts were declined, with how often. */
  public Map<String, Integer> declined() {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (ProposalResult proposal : proposals) {
      if (!proposal.reason().isEmpty()) {
        reasons.merge(proposal.reason(), 1, Integer::sum);
      }
    }
    return reasons;
  }

  /** Why strategies get no answers from their model at all, for people; empty where they may. */
  public String systemicFault() {
    return proposals.stream()
        .map(ProposalResult::systemicFault)
        .filter(fault -> fault != null && !fault.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Rollouts without a score, those that never came back included. */
  public int faults() {
    long faults =
        sampled.stream().filter(r -> r.status() != RolloutStatus.SCORED).count()
            + evaluated.stream().filter(r -> r.status() != RolloutStatus.SCORED).count();
    return (int) faults + missing;
  }
}
