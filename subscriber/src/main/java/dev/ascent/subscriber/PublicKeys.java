package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Ed25519 keys whose signatures count. Several do while one key replaces another. */
final class PublicKeys {
  static final String HEADER = "ascent-signature";

  private static final Pattern HEADER_TEXT =
      Pattern.compile("ed25519 ([0-9a-f]{16}) ([A-Za-z0-9+/]{86}==)");
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----");
  private static final String DOMAIN = "ascent program record, version 1";
  private static final int NO_VALUE = -1;
  private static final int ID_DIGITS = 16;

  private final Map<String, PublicKey> byId = new LinkedHashMap<>();

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /**
   * Adds the key of a PEM text.
   *
   * @throws IllegalArgumentException if it holds none
   */
  void add(String pem) {
    Matcher block = PEM.matcher(pem);
    if (!block.find()) {
      throw new IllegalArgumentException("expected a PEM file with a PUBLIC KEY");
    }
    byte[] body = block.group(1).replaceAll("\\s", "").getBytes(US_ASCII);
    try {
      byte[] encoded = Base64.getDecoder().decode(body);
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      byId.put(HexFormat.of().formatHex(digest).substring(0, ID_DIGITS), key);
    } catch (IllegalArgumentException | InvalidKeySpecException e) {
      throw new IllegalArgumentException("expected an Ed25519 public key, found another one", e);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** Why a record must not be used; empty if one of the keys signed it. */
  Optional<String> problem(PublishedRecord record) {
    if (record.signature() == null) {
      return Optional.of("it is not signed");
    }
    Matcher header = HEADER_TEXT.matcher(record.signature());
    if (!header.matches()) {
      return Optional.of("its signature is malformed");
    }
    PublicKey key = byId.get(header.group(1));
    if (key == null) {
      return Optional.of(
          "it is signed with the key "
              + header.group(1)
              + ", and trusted is "
              + String.join(", ", byId.keySet()));
    }
    byte[] signature = Base64.getDecoder().decode(header.group(2));
    return verifies(key, content(record), signature)
        ? Optional.empty()
        : Optional.of("its signature is not of this content");
  }

  private static boolean verifies(PublicKey key, byte[] content, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (SignatureException noPoint) {
      return false;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** What a signature covers, each part behind its length; a tombstone's value has length -1. */
  private static byte[] content(PublishedRecord record) {
    byte[] domain = DOMAIN.getBytes(UTF_8);
    byte[] key = record.task().getBytes(UTF_8);
    byte[] value = record.value();
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

  private static IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("every Java 17 platform has Ed25519 and SHA-256", cause);
  }
}
