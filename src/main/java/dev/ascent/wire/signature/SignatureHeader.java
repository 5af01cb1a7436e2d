package dev.ascent.wire.signature;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a signed record: {@code ed25519}, the key's id and the signature in Base64, with a
 * blank between them. Key and signature are of no use without each other, so they share a header.
 *
 * @param keyId of the key that it was made with; see {@link VerifyingKey#id}
 * @param signature in Base64
 */
public record SignatureHeader(String keyId, String signature) {
  /** The name of the record header. */
  public static final String NAME = "ascent-signature";

  private static final Pattern TEXT =
      Pattern.compile("ed25519 ([0-9a-f]{16}) ([A-Za-z0-9+/]{86}==)");

  static SignatureHeader of(String keyId, byte[] signature) {
    return new SignatureHeader(keyId, Base64.getEncoder().encodeToString(signature));
  }

  /** Reads a header's value; empty if it is none. */
  static Optional<SignatureHeader> read(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(new SignatureHeader(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  byte[] signatureBytes() {
    return Base64.getDecoder().decode(signature);
  }

  /** The header's value. */
  String text() {
    return "ed25519 " + keyId + " " + signature;
  }
}
