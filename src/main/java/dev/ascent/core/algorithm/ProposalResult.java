package dev.ascent.core.algorithm;

import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a draft.
 *
 * @param draft what was tried
 * @param candidate the changed program, or null where there is none
 * @param reason why the strategy declined, or the fault that ended it; empty where it proposed
 * @param usage of its requests to a model
 * @param systemicFault why no strategy that asks a model will get an answer, for people; empty
 *     where one may
 */
public record ProposalResult(
    Draft draft, Program candidate, String reason, Usage usage, String systemicFault) {

  /** A result that says nothing of the model. */
  public ProposalResult(Draft draft, Program candidate, String reason, Usage usage) {
    this(draft, candidate, reason, usage, "");
  }

  public ProposalResult withSystemicFault(String fault) {
    return new ProposalResult(draft, candidate, reason, usage, fault);
  }

  /** The same without its candidate. */
  ProposalResult declined(String why) {
    return new ProposalResult(draft, null, why, usage, systemicFault);
  }

  public boolean hasCandidate() {
    return candidate != null;
  }

  /** The distinct candidates among the results, in the order of their drafts. */
  public static List<Program> candidates(List<ProposalResult> results) {
    Map<String, Program> distinct = new LinkedHashMap<>();
    for (ProposalResult result : results) {
      if (result.hasCandidate()) {
        distinct.putIfAbsent(result.candidate().id(), result.candidate());
      }
    }
    return List.copyOf(distinct.values());
  }
}
