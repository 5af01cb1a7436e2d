package dev.ascent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * Turns one kind of record into JSON and back.
 *
 * <p>The JSON begins with {@code version}, which rises when an older reader would misunderstand the
 * record; members that it may ignore come without a new version. A record of a higher version than
 * the codec's is malformed here.
 *
 * @param <T> the record's class
 */
public final class WireCodec<T> {
  private static final String VERSION = "version";

  private final Class<T> type;
  private final int version;

  public WireCodec(Class<T> type, int version) {
    this.type = type;
    this.version = version;
  }

  /** Compact JSON in UTF-8, as topics hold it. */
  public byte[] encode(T value) {
    return Json.text(tree(value)).getBytes(StandardCharsets.UTF_8);
  }

  /** Indented JSON in UTF-8, as files hold it. */
  public byte[] encodePretty(T value) {
    return Json.prettyText(tree(value)).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a record; members that it does not know are ignored. */
  public Decoded<T> decode(byte[] bytes) {
    return Json.parse(new String(bytes, StandardCharsets.UTF_8))
        .then(tree -> checkVersion(tree, version))
        .then(tree -> Json.read(tree, type));
  }

  /** The tree itself if it is an object of a version from 1 to {@code newest}. */
  public static Decoded<JsonNode> checkVersion(JsonNode tree, int newest) {
    if (!tree.isObject()) {
      return new Decoded.Malformed<>("", "expected an object, found " + Found.of(tree));
    }
    JsonNode found = tree.path(VERSION);
    if (!found.isIntegralNumber() || found.asLong() < 1) {
      return new Decoded.Malformed<>(
          VERSION, "expected an integer of at least 1, found " + Found.of(found));
    }
    if (!found.canConvertToInt() || found.intValue() > newest) {
      return new Decoded.Malformed<>(
          VERSION, "expected at most " + newest + ", found " + found + " of a newer Ascent");
    }
    return new Decoded.Value<>(tree);
  }

  private ObjectNode tree(T value) {
    ObjectNode tree = Json.object().put(VERSION, version);
    tree.setAll((ObjectNode) Json.tree(value));
    return tree;
  }
}
