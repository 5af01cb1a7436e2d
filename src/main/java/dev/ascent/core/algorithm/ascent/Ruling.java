package dev.ascent.core.algorithm.ascent;

import java.util.List;
import java.util.Optional;

/**
 * What the comparison of a step's programs comes to.
 *
 * @param winner id of the program that takes the lead, if another one does
 * @param open ids of the programs that are to be compared with the leader once more
 */
record Ruling(Optional<String> winner, List<String> open) {
  Ruling {
    open = List.copyOf(open);
  }
}
