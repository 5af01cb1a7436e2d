package dev.ascent.core.program;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The id of a program: the first 16 hex digits of the SHA-256 of all that a prompt shows.
 *
 * <p>Every text is preceded by its length, so that no two contents share an encoding. Sources and
 * parents are left out: the same prompt found on two ways is the same program.
 */
final class ProgramHash {
  private static final int HEX_DIGITS = 16;

  private final MessageDigest digest;

  private ProgramHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String of(List<Predictor> predictors) {
    ProgramHash hash = new ProgramHash();
    predictors.forEach(hash::add);
    return HexFormat.of().formatHex(hash.digest.digest()).substring(0, HEX_DIGITS);
  }

  private void add(Predictor predictor) {
    add(predictor.name());
    add(predictor.type().label());
    add(predictor.signature().instructions());
    addFields(predictor.signature().inputs());
    addFields(predictor.signature().outputs());
    add(predictor.rules().size());
    predictor.rules().forEach(rule -> add(rule.text()));
    add(predictor.demos().size());
    for (Demo demo : predictor.demos()) {
      addValues(demo.inputs());
      addValues(demo.outputs());
    }
  }

  private void addFields(List<Field> fields) {
    add(fields.size());
    for (Field field : fields) {
      add(field.name());
      add(field.type().name());
      add(field.description());
      add(field.choices().size());
      field.choices().forEach(this::add);
      add(field.schema());
    }
  }

  private void addValues(Map<String, String> values) {
    add(values.size());
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              add(name);
              add(value);
            });
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }
}
