package dev.ascent.core.strategy;

import dev.ascent.core.program.Program;
import dev.ascent.core.program.Signature;
import java.util.Map;

/** How a strategy wants to go on. */
public sealed interface Preparation {

  /** The candidate is made; no model is needed. */
  record Ready(Program candidate) implements Preparation {}

  /**
   * A model has to be asked first.
   *
   * @param signature what it is told and asked for
   * @param inputs by field name: texts, numbers, or maps and lists of them, shown as JSON
   */
  record Ask(Signature signature, Map<String, Object> inputs) implements Preparation {}

  /** Nothing can be learned here. */
  record Declined(String reason) implements Preparation {}
}
