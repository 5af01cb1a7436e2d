package dev.ascent.pipeline.propose;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.pipeline.rank.RankedMinibatch;
import java.util.List;

/**
 * A minibatch whose candidates are made.
 *
 * @param ranked what its rollouts said
 * @param proposals in the order of their drafts
 */
public record ProposedMinibatch(RankedMinibatch ranked, List<ProposalResult> proposals) {}
