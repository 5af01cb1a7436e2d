package dev.ascent.core.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What stands for a record's id or an author's name where the text itself should not be kept: the
 * first 16 hex digits of its SHA-256. Whoever knows a text can tell its digest, and nobody can tell
 * the text by it.
 */
public final class Digest {
  private static final int BYTES = 8;

  private Digest() {}

  public static String of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
