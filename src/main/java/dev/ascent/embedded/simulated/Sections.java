package dev.ascent.embedded.simulated;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a message that stand under {@code [[ ## field ## ]]} markers.
 *
 * @param byField texts by field name, in order; the message's closing request is cut off
 */
record Sections(Map<String, String> byField) {

  /** The marker that ends an answer; it is no field. */
  static final String COMPLETED = "completed";

  private static final Pattern MARKER =
      Pattern.compile("^[ \\t]*\\[\\[ ## (\\w+) ## ]]", Pattern.MULTILINE);

  static Sections of(String message) {
    Map<String, String> byField = new LinkedHashMap<>();
    Matcher marker = MARKER.matcher(message);
    String field = null;
    int start = 0;
    while (marker.find()) {
      if (field != null) {
        byField.putIfAbsent(field, message.substring(start, marker.start()).strip());
      }
      field = marker.group(1);
      start = marker.end();
    }
    if (field != null) {
      byField.putIfAbsent(field, withoutClosingRequest(message.substring(start)));
    }
    byField.remove(COMPLETED);
    return new Sections(byField);
  }

  /** The fields that a text has markers for, in order, whether it has values for them or not. */
  static Set<String> markersIn(String text) {
    Set<String> fields = new LinkedHashSet<>();
    Matcher marker = MARKER.matcher(text);
    while (marker.find()) {
      fields.add(marker.group(1));
    }
    fields.remove(COMPLETED);
    return fields;
  }

  Optional<String> named(String field) {
    return Optional.ofNullable(byField.get(field));
  }

  /** The texts of all fields whose lower-case name fits, a line break between; may be empty. */
  String where(Predicate<String> nameFits) {
    StringBuilder text = new StringBuilder();
    byField.forEach(
        (name, value) -> {
          if (nameFits.test(name.toLowerCase(Locale.ROOT))) {
            text.append(value).append('\n');
          }
        });
    return text.toString();
  }

  /** Cuts a last paragraph that names markers: it asks for the answer and belongs to no input. */
  private static String withoutClosingRequest(String text) {
    String stripped = text.strip();
    int lastParagraph = stripped.lastIndexOf("\n\n");
    return lastParagraph >= 0 && stripped.indexOf("[[ ## ", lastParagraph) >= 0
        ? stripped.substring(0, lastParagraph).strip()
        : stripped;
  }
}
