package dev.ascent.wire.signature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys whose signatures count. Several do while one key replaces another. */
public final class TrustedKeys {
  private final Map<String, VerifyingKey> byId = new LinkedHashMap<>();

  public TrustedKeys(List<VerifyingKey> keys) {
    keys.forEach(key -> byId.put(key.id(), key));
  }

  /**
   * Why a record must not be used; empty if one of the keys signed it.
   *
   * @param header the value of its header {@link SignatureHeader#NAME}, or null if it has none
   * @param task its key, or null if it has none
   * @param value its value, or null for a tombstone
   */
  public Optional<String> problem(String header, String task, byte[] value) {
    if (header == null) {
      return Optional.of("it is not signed");
    }
    Optional<SignatureHeader> read = SignatureHeader.read(header);
    if (read.isEmpty() || task == null) {
      return Optional.of("its signature is malformed");
    }
    VerifyingKey key = byId.get(read.get().keyId());
    if (key == null) {
      return Optional.of(
          "it is signed with the key "
              + read.get().keyId()
              + ", and trusted is "
              + String.join(", ", byId.keySet()));
    }
    return key.verifies(SignedContent.of(task, value), read.get().signatureBytes())
        ? Optional.empty()
        : Optional.of("its signature is not of this content");
  }
}
