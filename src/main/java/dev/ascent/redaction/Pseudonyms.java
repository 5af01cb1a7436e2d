package dev.ascent.redaction;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for people and records that say nothing of them, the same for the same one: HMAC-SHA-256
 * under a key. Whoever has the key can tell whether a name that they know stands behind one, and
 * nobody else can.
 */
public final class Pseudonyms {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String START = "p-";
  private static final int BYTES = 16;
  private static final Pattern PSEUDONYM = Pattern.compile("p-[0-9a-f]{32}");

  private final SecretKeySpec key;

  /**
   * @param key a secret; at least one character
   */
  public Pseudonyms(String key) {
    this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** The pseudonym of a name; that of a pseudonym is itself, so that records may be sent again. */
  public String of(String name) {
    if (name.isEmpty() || PSEUDONYM.matcher(name).matches()) {
      return name;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] digest = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return START + HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
