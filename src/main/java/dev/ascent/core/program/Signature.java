package dev.ascent.core.program;

import java.util.ArrayList;
import java.util.List;

/**
 * What a module is told to do and the fields it reads and writes, in prompt order.
 *
 * @param instructions the task in words, before anything was learned
 * @param inputs what the module is given
 * @param outputs what the module answers
 */
public record Signature(String instructions, List<Field> inputs, List<Field> outputs) {

  /** The same signature with {@code output} asked for before all other outputs. */
  public Signature withFirstOutput(Field output) {
    List<Field> extended = new ArrayList<>();
    extended.add(output);
    extended.addAll(outputs);
    return new Signature(instructions, inputs, List.copyOf(extended));
  }

  /** The same fields under other instructions. */
  public Signature withInstructions(String other) {
    return new Signature(other, inputs, outputs);
  }
}
