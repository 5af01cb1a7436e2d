package dev.ascent.core.strategy;

import dev.ascent.core.program.Program;

/** What became of a strategy's attempt. */
public sealed interface Proposal {

  /** A changed program. */
  record Proposed(Program candidate) implements Proposal {}

  /** No change, and why. */
  record Declined(String reason) implements Proposal {}
}
