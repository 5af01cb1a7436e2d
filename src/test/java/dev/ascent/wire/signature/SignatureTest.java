package dev.ascent.wire.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.wire.Decoded;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SignatureTest {
  /** Made by {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey -pubout}. */
  private static final String OPENSSL_PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEINTUpN5ZZjJo/o+rJ05Nt6iDlSgujLv6drIFkv/Qk6/f
      -----END PRIVATE KEY-----
      """;

  private static final String OPENSSL_PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA2VjeOc0mVQ8kRfSiZYnezPeeMSznRmniJVUbLuEPmRs=
      -----END PUBLIC KEY-----
      """;

  /** What {@code openssl pkeyutl -sign -rawin} says of the content of task "triage", value "{}". */
  private static final String OPENSSL_SIGNATURE =
      "sBhfuYBhaakusDCLJjEnzbk4K2RwGw9+4RoFlGZEO7GA"
          + "L2muYCVqmRqKxZDWsOp940BL+/xYtkM9r7DDxDOTCg==";

  private static final byte[] VALUE = "{\"epoch\":3}".getBytes(UTF_8);

  private final SigningKey key = SigningKey.generate();
  private final TrustedKeys trusted = new TrustedKeys(List.of(key.publicKey()));

  @Test
  void whatIsSignedIsTrusted() {
    assertThat(trusted.problem(key.sign("triage", VALUE), "triage", VALUE)).isEmpty();
    assertThat(trusted.problem(key.sign("triage", null), "triage", null)).isEmpty();
  }

  @Test
  void aRecordUnderAnotherKeyOrWithAnotherValueIsNotTrusted() {
    String header = key.sign("triage", VALUE);

    assertThat(trusted.problem(header, "billing", VALUE)).get().asString().contains("not of this");
    assertThat(trusted.problem(header, "triage", "{}".getBytes(UTF_8))).isPresent();
    assertThat(trusted.problem(header, "triage", null)).isPresent();
    assertThat(trusted.problem(header, null, VALUE)).isPresent();
    assertThat(trusted.problem(key.sign("triage", new byte[0]), "triage", null)).isPresent();
  }

  @Test
  void aMissingMalformedOrForeignSignatureIsNamed() {
    SigningKey other = SigningKey.generate();

    assertThat(trusted.problem(null, "triage", VALUE)).contains("it is not signed");
    assertThat(trusted.problem("ed25519 nonsense", "triage", VALUE))
        .contains("its signature is malformed");
    assertThat(trusted.problem(other.sign("triage", VALUE), "triage", VALUE))
        .get()
        .asString()
        .contains(other.publicKey().id(), key.publicKey().id());
    String borrowed =
        other.sign("triage", VALUE).replace(other.publicKey().id(), key.publicKey().id());
    assertThat(trusted.problem(borrowed, "triage", VALUE)).isPresent();
  }

  @Test
  void anyOfSeveralKeysWillDo() {
    SigningKey next = SigningKey.generate();
    TrustedKeys both = new TrustedKeys(List.of(key.publicKey(), next.publicKey()));

    assertThat(both.problem(key.sign("triage", VALUE), "triage", VALUE)).isEmpty();
    assertThat(both.problem(next.sign("triage", VALUE), "triage", VALUE)).isEmpty();
  }

  @Property(tries = 200)
  void noTwoRecordsShareTheirSignedContent(
      @ForAll @AlphaChars String task,
      @ForAll @AlphaChars String value,
      @ForAll @IntRange(max = 9) int moved) {
    int at = Math.min(moved, value.length());
    String longer = task + value.substring(0, at);
    byte[] content = SignedContent.of(task, value.getBytes(UTF_8));

    assertThat(
            Arrays.equals(content, SignedContent.of(longer, value.substring(at).getBytes(UTF_8))))
        .isEqualTo(at == 0);
    assertThat(content).isNotEqualTo(SignedContent.of(task, null));
  }

  @Test
  void keysSurviveTheirFiles() {
    SigningKey read = SigningKey.read(key.pem()).orThrow();
    VerifyingKey readPublic = VerifyingKey.read(key.publicKey().pem()).orThrow();

    assertThat(read.publicKey().id()).isEqualTo(key.publicKey().id()).isEqualTo(readPublic.id());
    assertThat(trusted.problem(read.sign("triage", VALUE), "triage", VALUE)).isEmpty();
  }

  @Test
  void keysAndSignaturesOfOpensslAreThoseOfThisClass() {
    SigningKey read = SigningKey.read(OPENSSL_PRIVATE).orThrow();

    assertThat(read.publicKey().pem()).isEqualTo(OPENSSL_PUBLIC);
    assertThat(VerifyingKey.read(OPENSSL_PUBLIC).orThrow().id()).isEqualTo(read.publicKey().id());
    assertThat(read.sign("triage", "{}".getBytes(UTF_8)))
        .isEqualTo("ed25519 " + read.publicKey().id() + " " + OPENSSL_SIGNATURE);
  }

  /** The layout is a contract with readers in other languages. */
  @Test
  void theSignedContentIsLaidOutAsDocumented() {
    assertThat(HexFormat.of().formatHex(SignedContent.of("ab", new byte[] {7})))
        .isEqualTo(
            "00000020"
                + HexFormat.of().formatHex("ascent program record, version 1".getBytes(UTF_8))
                + "000000026162"
                + "0000000107");
    assertThat(HexFormat.of().formatHex(SignedContent.of("ab", null))).endsWith("6162ffffffff");
  }

  @Test
  void whatIsNoKeyIsNamedWithoutItsContent() {
    String secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ";

    assertThat(complaint(SigningKey.read("nonsense " + secret))).contains("found none");
    assertThat(complaint(SigningKey.read(key.publicKey().pem()))).contains("found a PUBLIC KEY");
    assertThat(complaint(SigningKey.read(key.pem().replace("PRIVATE", "ENCRYPTED PRIVATE"))))
        .contains("found a ENCRYPTED PRIVATE KEY");
    assertThat(complaint(SigningKey.read(Pem.write("PRIVATE KEY", secret.getBytes(UTF_8)))))
        .contains("expected an Ed25519 private key")
        .doesNotContain(secret);
    assertThat(complaint(VerifyingKey.read(Pem.write("PUBLIC KEY", secret.getBytes(UTF_8)))))
        .contains("expected an Ed25519 public key");
    assertThat(complaint(SigningKey.read(key.pem().replace("\nM", "\n*M")))).contains("in Base64");
  }

  private static String complaint(Decoded<?> decoded) {
    return ((Decoded.Malformed<?>) decoded).message();
  }
}
