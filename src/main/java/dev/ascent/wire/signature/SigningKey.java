package dev.ascent.wire.signature;

import dev.ascent.wire.Decoded;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** The private key that programs are signed with, an Ed25519 key. It is not serializable. */
public final class SigningKey {
  private static final String LABEL = "PRIVATE KEY";

  private final PrivateKey key;
  private final VerifyingKey publicKey;

  private SigningKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = new VerifyingKey(publicKey);
  }

  /** A key that nobody has. */
  public static SigningKey generate() {
    KeyPair pair = pair(new SecureRandom());
    return new SigningKey(pair.getPrivate(), pair.getPublic());
  }

  /** Reads a PEM file's text: unencrypted PKCS #8, as {@code openssl genpkey} writes it. */
  public static Decoded<SigningKey> read(String pem) {
    return Pem.read(pem, LABEL).then(SigningKey::decode);
  }

  private static Decoded<SigningKey> decode(byte[] encoded) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(VerifyingKey.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
      return new Decoded.Value<>(new SigningKey(key, pair(new Fixed(seed)).getPublic()));
    } catch (InvalidKeySpecException notOfThisKind) {
      return new Decoded.Malformed<>("", "expected an Ed25519 private key, found another one");
    } catch (NoSuchAlgorithmException e) {
      throw VerifyingKey.missing(e);
    }
  }

  private static KeyPair pair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw VerifyingKey.missing(e);
    }
  }

  /**
   * The chance that makes a generator draw a given private key. A private key's file lacks its
   * public half, and the JDK computes that for keys alone that it generates.
   */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] drawn) {
      System.arraycopy(bytes, 0, drawn, 0, drawn.length);
    }
  }

  /**
   * Signs a record of the programs topic.
   *
   * @param task the record's key
   * @param value the record's value, or null for a tombstone
   * @return the value of the header {@link SignatureHeader#NAME}
   */
  public String sign(String task, byte[] value) {
    try {
      Signature signer = Signature.getInstance(VerifyingKey.ALGORITHM);
      signer.initSign(key);
      signer.update(SignedContent.of(task, value));
      return SignatureHeader.of(publicKey.id(), signer.sign()).text();
    } catch (GeneralSecurityException e) {
      throw VerifyingKey.missing(e);
    }
  }

  public VerifyingKey publicKey() {
    return publicKey;
  }

  /** The secret itself, for the file that keeps it. */
  public String pem() {
    return Pem.write(LABEL, key.getEncoded());
  }
}
