package dev.ascent.core.minibatch;

import dev.ascent.core.program.CanonicalValue;
import dev.ascent.core.random.Seeds;
import java.util.Map;
import java.util.TreeMap;

/** Inputs without what copies of them may differ in: case, white space and the order of fields. */
public final class NormalizedInputs {
  private NormalizedInputs() {}

  /** One text for all copies of the inputs. */
  static String text(Map<String, String> inputs) {
    StringBuilder normalized = new StringBuilder();
    new TreeMap<>(inputs)
        .forEach((name, value) -> normalized.append(CanonicalValue.folded(value)).append('\n'));
    return normalized.toString();
  }

  /** A hash of 64 bits by which copies are found. */
  public static String key(Map<String, String> inputs) {
    return "inputs:" + Long.toHexString(Seeds.generator(0, "inputs", text(inputs)).nextLong());
  }
}
