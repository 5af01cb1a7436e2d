package dev.ascent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.wire.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id of a row that has none: a hash of what it says. */
final class ContentId {
  private static final int BYTES = 8;
  private static final ObjectWriter CANONICAL =
      Json.shared().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  private ContentId() {}

  /** The id of a row; neither white space nor the order of its members changes it. */
  static String of(ObjectNode row) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(row));
      return "sha-" + HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a row that was read cannot be written", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java platform without SHA-256", e);
    }
  }
}
