package dev.ascent.attack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The texts that were written by hand, from {@code src/test/resources/hostile}. */
final class Texts {
  /** Every mark of an attack begins with it, and nothing else does. */
  static final String MARK = "quovix";

  private Texts() {}

  /**
   * Which of the texts: those that guards were mended by, those that were kept from it, or those of
   * somebody who knew no guard.
   */
  enum Part {
    TUNED,
    HELD_OUT,
    STRANGER;

    private String file(String name) {
      String part = name().toLowerCase(Locale.ROOT).replace('_', '-');
      return "/hostile/%s-%s.jsonl".formatted(name, part);
    }
  }

  /**
   * A text that tries to steer a model.
   *
   * @param kind of attempt
   * @param where it stands in a record
   * @param text with {@code {mark}} in it
   */
  record Attack(Part part, String kind, String where, String text) {

    /** Whether it lives by its words, and not by signs or letters that a disguise would spoil. */
    boolean isWorded() {
      return !List.of("encoded", "marker", "exfiltrate").contains(kind);
    }

    String marked(String mark) {
      return Encodings.fill(text.replace("{mark}", mark));
    }
  }

  /**
   * A text with a datum of a person, or a secret.
   *
   * @param where it stands in a record
   * @param text with {@code {datum}} in it
   */
  record Personal(Part part, String kind, String where, String text, String datum) {}

  /** A text that only sounds like an attack. */
  record Honest(Part part, String text) {}

  static List<Attack> attacks(Part part) {
    return rows(part, "attacks")
        .map(row -> new Attack(part, text(row, "kind"), text(row, "where"), text(row, "text")))
        .toList();
  }

  /** The stranger wrote of nobody. */
  static List<Personal> personal(Part part) {
    if (part == Part.STRANGER) {
      return List.of();
    }
    return rows(part, "personal")
        .map(
            row ->
                new Personal(
                    part,
                    text(row, "kind"),
                    text(row, "where"),
                    text(row, "text"),
                    String.join("", parts(row.get("datum")))))
        .toList();
  }

  static List<Honest> honest(Part part) {
    return rows(part, "honest").map(row -> new Honest(part, text(row, "text"))).toList();
  }

  private static List<String> parts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String text(JsonNode row, String field) {
    return row.required(field).asText();
  }

  private static Stream<JsonNode> rows(Part part, String name) {
    try (InputStream file = Texts.class.getResourceAsStream(part.file(name))) {
      byte[] bytes = Objects.requireNonNull(file, part.file(name)).readAllBytes();
      List<JsonNode> rows = new ArrayList<>();
      new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> rows.add(Json.parse(line).orThrow()));
      return rows.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
