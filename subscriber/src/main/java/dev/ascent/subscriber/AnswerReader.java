package dev.ascent.subscriber;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a model's answer: every value stands under a marker line {@code [[ ## field ## ]]},
 * and {@code [[ ## completed ## ]]} ends it.
 *
 * <p>Its sections run from one marker to the next; what stands before the first marker, under
 * unknown names or after the completed marker is ignored, and of several sections of one name the
 * first counts. Let pass are: a missing completed marker, content on the marker's line, other
 * spacing and case in markers, emphasis around them, and a block of thoughts ahead of the answer.
 * Markers count at the start of a line; only an answer that lacks an output in this reading is read
 * again with markers anywhere, as small models forget line breaks.
 */
final class AnswerReader {
  private static final String MARKER =
      "\\[\\[\\h*+##\\h*+(?<name>[\\p{L}\\p{N}_]++)\\h*+##\\h*+\\]\\]";
  private static final Pattern AT_LINE_START =
      Pattern.compile("^\\h*+(?<emphasis>[*`]*+)" + MARKER + "\\k<emphasis>", Pattern.MULTILINE);
  private static final Pattern ANYWHERE = Pattern.compile(MARKER);
  private static final Pattern COMPLETED_AT_END =
      Pattern.compile(
          "\\[\\[\\h*+##\\h*+completed\\h*+##\\h*+\\]\\]\\s*+$", Pattern.CASE_INSENSITIVE);
  private static final String COMPLETED = "completed";
  private static final String THOUGHTS_START = "<think>";
  private static final String THOUGHTS_END = "</think>";

  private final String text;

  AnswerReader(String text) {
    this.text = withoutThoughts(text);
  }

  Answer read(List<Field> fields) {
    Map<String, String> sections = sections(AT_LINE_START);
    if (!holdsAll(fields, sections)) {
      sections = sections(ANYWHERE);
    }
    Map<String, String> outputs = new LinkedHashMap<>();
    for (Field field : fields) {
      String content = sections.get(folded(field.name()));
      if (content == null) {
        return unreadable(field, "it is missing");
      }
      Optional<String> value = AnswerValues.canonical(field, content);
      if (value.isEmpty()) {
        return unreadable(field, "found another value");
      }
      outputs.put(field.name(), value.get());
    }
    return new Answer.Complete(outputs);
  }

  private static Answer unreadable(Field field, String problem) {
    return new Answer.Unreadable(
        "expected a section [[ ## "
            + field.name()
            + " ## ]] with "
            + field.values()
            + "; "
            + problem);
  }

  private static boolean holdsAll(List<Field> fields, Map<String, String> sections) {
    return fields.stream().allMatch(field -> sections.containsKey(folded(field.name())));
  }

  /** Contents by folded name. */
  private Map<String, String> sections(Pattern marker) {
    Map<String, String> sections = new HashMap<>();
    Matcher matcher = marker.matcher(text);
    boolean found = matcher.find();
    while (found) {
      String name = folded(matcher.group("name"));
      if (name.equals(COMPLETED)) {
        break;
      }
      int start = matcher.end();
      found = matcher.find();
      String content = text.substring(start, found ? matcher.start() : text.length());
      sections.putIfAbsent(name, value(content));
    }
    return sections;
  }

  private static String value(String content) {
    return MarkerEscape.unescape(COMPLETED_AT_END.matcher(content).replaceFirst("")).strip();
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The answer after what a reasoning model thought aloud before it. */
  static String withoutThoughts(String answer) {
    int end = answer.indexOf(THOUGHTS_END);
    return end >= 0 && answer.stripLeading().startsWith(THOUGHTS_START)
        ? answer.substring(end + THOUGHTS_END.length())
        : answer;
  }
}
