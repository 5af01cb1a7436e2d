package dev.ascent.core.algorithm;

import dev.ascent.core.program.Program;

/**
 * A candidate to be made.
 *
 * @param number counts the drafts of a minibatch, from 0
 * @param example id of the example whose bucket it is made from
 * @param strategy by which it is made
 * @param parent id of the program that it descends from
 * @param source that program, some of its demos possibly dropped
 */
public record Draft(int number, String example, String strategy, String parent, Program source) {
  /** Whether the source is already another program than its parent. */
  public boolean isChanged() {
    return !source.id().equals(parent);
  }
}
