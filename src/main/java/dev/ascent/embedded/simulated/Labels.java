package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The labels of a task's examples, found in any text as {@link Phrasebook#normalized} leaves it, as
 * whole words, and where one is part of another, the longer one.
 */
final class Labels {
  private final Map<String, String> byNormalized = new LinkedHashMap<>();
  private final Map<Character, List<String>> byFirst = new HashMap<>();

  /**
   * Creates an index.
   *
   * @param labels of labels that look alike the first counts
   */
  Labels(Collection<String> labels) {
    for (String label : labels) {
      String normalized = Phrasebook.normalized(label).strip();
      if (!normalized.isEmpty() && byNormalized.putIfAbsent(normalized, label) == null) {
        byFirst.computeIfAbsent(normalized.charAt(0), first -> new ArrayList<>()).add(normalized);
      }
    }
    byFirst
        .values()
        .forEach(alike -> alike.sort(Comparator.comparingInt((String label) -> -label.length())));
  }

  List<String> all() {
    return List.copyOf(byNormalized.values());
  }

  /** The label that the text is, or else the text itself. */
  String meant(String text) {
    return byNormalized.getOrDefault(Phrasebook.normalized(text).strip(), text);
  }

  /** The labels that the text names, in the order in which they last appear. */
  Set<String> in(String text) {
    String normalized = Phrasebook.normalized(text);
    Set<String> found = new LinkedHashSet<>();
    int position = 0;
    while (position < normalized.length()) {
      String label = at(normalized, position);
      if (!label.isEmpty()) {
        found.remove(byNormalized.get(label));
        found.add(byNormalized.get(label));
      }
      position += Math.max(1, label.length());
    }
    return found;
  }

  /** The longest label that begins there, or an empty text. */
  private String at(String text, int start) {
    for (String label : byFirst.getOrDefault(text.charAt(start), List.of())) {
      int end = start + label.length();
      if (text.startsWith(label, start) && isEdge(text, start) && isEdge(text, end)) {
        return label;
      }
    }
    return "";
  }

  /** Whether no word goes on across the position. */
  private static boolean isEdge(String text, int position) {
    return position == 0
        || position == text.length()
        || !Character.isLetterOrDigit(text.charAt(position - 1))
        || !Character.isLetterOrDigit(text.charAt(position));
  }
}
