package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;

/** A key that signs records as the job does, written down once more. */
final class TestKey {
  private final KeyPair pair;

  TestKey() throws GeneralSecurityException {
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  String publicPem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
            .encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  String header(String task, byte[] value) throws GeneralSecurityException, IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(content);
    write(data, "ascent program record, version 1".getBytes(UTF_8));
    write(data, task.getBytes(UTF_8));
    write(data, value);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(content.toByteArray());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded());
    return "ed25519 "
        + HexFormat.of().formatHex(digest).substring(0, 16)
        + " "
        + Base64.getEncoder().encodeToString(signer.sign());
  }

  private static void write(DataOutputStream data, byte[] part) throws IOException {
    data.writeInt(part == null ? -1 : part.length);
    if (part != null) {
      data.write(part);
    }
  }

  PublishedRecord sign(String task, byte[] value) throws GeneralSecurityException, IOException {
    return new PublishedRecord("topic/0/1", task, value, header(task, value));
  }
}
