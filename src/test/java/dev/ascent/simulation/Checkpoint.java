package dev.ascent.simulation;

import java.util.List;
import java.util.Map;

/**
 * What an attempt is restored from. As checkpoints are aligned, nothing is on its way between
 * operators.
 *
 * @param states of the operators
 * @param positions up to which the topics were read
 * @param flights requests that were not answered yet
 */
record Checkpoint(
    Map<Operator, OperatorState> states, Map<Input, Integer> positions, List<Flight> flights) {

  /** The operators that hold state. */
  enum Operator {
    DECIDE,
    PLAN,
    VALIDATE,
    WATCH,
    PUBLISH
  }
}
