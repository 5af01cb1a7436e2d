package dev.ascent.wire.signature;

import dev.ascent.wire.Decoded;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** The public half of a key that programs are signed with, an Ed25519 key. */
public final class VerifyingKey {
  static final String ALGORITHM = "Ed25519";
  private static final String LABEL = "PUBLIC KEY";
  private static final int ID_DIGITS = 16;

  private final PublicKey key;

  VerifyingKey(PublicKey key) {
    this.key = key;
  }

  /** Reads a PEM file's text, as {@code openssl pkey -pubout} writes it. */
  public static Decoded<VerifyingKey> read(String pem) {
    return Pem.read(pem, LABEL).then(VerifyingKey::decode);
  }

  private static Decoded<VerifyingKey> decode(byte[] encoded) {
    try {
      return new Decoded.Value<>(
          new VerifyingKey(
              KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded))));
    } catch (InvalidKeySpecException notOfThisKind) {
      return new Decoded.Malformed<>("", "expected an Ed25519 public key, found another one");
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    }
  }

  static IllegalStateException missing(GeneralSecurityException cause) {
    return new IllegalStateException("every Java 17 platform has Ed25519 and SHA-256", cause);
  }

  /** Names the key: the first 16 hex digits of the SHA-256 of its X.509 encoding. */
  public String id() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    }
  }

  public String pem() {
    return Pem.write(LABEL, key.getEncoded());
  }

  boolean verifies(byte[] content, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (SignatureException noPoint) {
      return false;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }
}
