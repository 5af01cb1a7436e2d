package dev.ascent.wire.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * What a signature covers: what is signed, the record's key and the value's bytes as they are.
 *
 * <p>Each of the three is preceded by its length in four bytes, most significant first, so that no
 * two records share an encoding; a tombstone's value has the length -1. The topic is left out, as
 * topics are mirrored under other names. The epoch is part of the value, and readers never go back
 * to a lower one.
 */
final class SignedContent {
  private static final String DOMAIN = "ascent program record, version 1";
  private static final int NO_VALUE = -1;

  private SignedContent() {}

  /**
   * The bytes to sign.
   *
   * @param task the record's key
   * @param value the record's value, or null for a tombstone
   */
  static byte[] of(String task, byte[] value) {
    byte[] domain = DOMAIN.getBytes(UTF_8);
    byte[] key = task.getBytes(UTF_8);
    int length = value == null ? 0 : value.length;
    ByteBuffer content =
        ByteBuffer.allocate(3 * Integer.BYTES + domain.length + key.length + length)
            .putInt(domain.length)
            .put(domain)
            .putInt(key.length)
            .put(key)
            .putInt(value == null ? NO_VALUE : length);
    return value == null ? content.array() : content.put(value).array();
  }
}
