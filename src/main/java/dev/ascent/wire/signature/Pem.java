package dev.ascent.wire.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ascent.wire.Decoded;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys as text files hold them. Complaints tell nothing of a file's content, which may be secret.
 */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final int LINE_LENGTH = 64;

  private Pem() {}

  /** The bytes of the first block if it has the given label. */
  static Decoded<byte[]> read(String text, String label) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      return new Decoded.Malformed<>("", "expected a PEM file with a " + label + ", found none");
    }
    if (!block.group(1).equals(label)) {
      return new Decoded.Malformed<>("", "expected a " + label + ", found a " + block.group(1));
    }
    try {
      return new Decoded.Value<>(
          Base64.getDecoder().decode(block.group(2).replaceAll("\\s", "").getBytes(US_ASCII)));
    } catch (IllegalArgumentException notBase64) {
      return new Decoded.Malformed<>("", "expected a " + label + " in Base64");
    }
  }

  static String write(String label, byte[] bytes) {
    String body = Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
