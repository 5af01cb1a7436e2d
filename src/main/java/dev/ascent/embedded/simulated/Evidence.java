package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reflection prompt reveals about one example.
 *
 * @param matter that it is about
 * @param keyword of its ticket
 * @param right the right team as far as the prompt tells
 * @param failed whether the answer that is shown is not known to be right
 */
record Evidence(Knowledge matter, Keyword keyword, Optional<String> right, boolean failed) {

  /** A score from which an answer counts as right. */
  private static final double GOOD = 0.5;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final Pattern EMBEDDED_SCORE =
      Pattern.compile("\"?(?:score|reward)\"?\\s*[:=]\\s*(-?\\d+(?:\\.\\d+)?)");
  private static final Pattern LABELLED_LINE =
      Pattern.compile("^[^\\p{L}\\n]*([\\p{L}_ ]{1,40}?)\\W*:[ \\t]*(.+)$", Pattern.MULTILINE);
  private static final Pattern EXAMPLE_BREAK =
      Pattern.compile("\\n[ \\t]*\\n|\\n(?=[^\\p{L}\\n]*example\\b)", Pattern.CASE_INSENSITIVE);

  private static final List<String> ANSWER_NAMES =
      List.of("output", "generated", "answer", "trajectory", "predicted");
  private static final List<String> LABEL_NAMES =
      List.of("expected", "label", "oracle", "correct", "right");
  private static final List<String> SCORE_NAMES = List.of("score", "reward");
  private static final List<String> COMMENT_NAMES =
      List.of("feedback", "comment", "reason", "info");

  /** What a worse and a better attempt at one example reveal, if its ticket is recognised. */
  static Optional<Evidence> ofAttempts(Sections sections, Knowledge knowledge) {
    return knowledge
        .keywordOfAttempts(sections)
        .map(keyword -> ofAttempts(keyword, sections, knowledge));
  }

  private static Evidence ofAttempts(Keyword keyword, Sections sections, Knowledge knowledge) {
    Optional<String> right =
        knowledge.lastAnswerIn(sections.where(n -> containsAny(n, LABEL_NAMES)));
    if (right.isEmpty() && betterScore(sections).filter(score -> score >= GOOD).isPresent()) {
      right =
          knowledge.lastAnswerIn(
              sections.where(n -> n.startsWith("better") && containsAny(n, ANSWER_NAMES)));
    }
    if (right.isEmpty()) {
      right =
          onlyOther(
              sections.where(n -> containsAny(n, COMMENT_NAMES)),
              sections.where(n -> containsAny(n, ANSWER_NAMES)),
              knowledge);
    }
    Optional<String> worse =
        knowledge.lastAnswerIn(
            sections.where(n -> n.startsWith("worse") && containsAny(n, ANSWER_NAMES)));
    return new Evidence(knowledge, keyword, right, right.isEmpty() || !right.equals(worse));
  }

  private static Optional<Double> betterScore(Sections sections) {
    String own =
        sections.where(
            n ->
                n.startsWith("better")
                    && containsAny(n, SCORE_NAMES)
                    && !containsAny(n, COMMENT_NAMES));
    Optional<Double> score = number(NUMBER.matcher(own), 0);
    return score.isPresent()
        ? score
        : number(EMBEDDED_SCORE.matcher(sections.where(n -> n.startsWith("better"))), 1);
  }

  /**
   * What a list of examples reveals: a JSON array of objects, or text with one example a paragraph,
   * each a JSON object or lines of {@code name: value}. Examples whose ticket is not recognised are
   * left out.
   */
  static List<Evidence> ofExamples(String text, Knowledge knowledge) {
    List<Evidence> found = new ArrayList<>();
    for (Map<String, String> example : examples(text)) {
      knowledge
          .keywordIn(String.join("\n", example.values()))
          .ifPresent(keyword -> found.add(ofExample(keyword, example, knowledge)));
    }
    return found;
  }

  private static Evidence ofExample(
      Keyword keyword, Map<String, String> example, Knowledge knowledge) {
    String answers = where(example, ANSWER_NAMES);
    Optional<String> answer = knowledge.lastAnswerIn(answers);
    Optional<String> right = knowledge.lastAnswerIn(where(example, LABEL_NAMES));
    if (right.isEmpty()) {
      right =
          Optional.ofNullable(example.get(knowledge.answerField().toLowerCase(Locale.ROOT)))
              .flatMap(knowledge::lastAnswerIn);
    }
    if (right.isEmpty()) {
      right = onlyOther(where(example, COMMENT_NAMES), answers, knowledge);
    }
    boolean goodScore =
        number(NUMBER.matcher(where(example, SCORE_NAMES)), 0)
            .filter(score -> score >= GOOD)
            .isPresent();
    if (right.isEmpty() && goodScore) {
      right = answer;
    }
    return new Evidence(knowledge, keyword, right, right.isEmpty() || !right.equals(answer));
  }

  /** The one team that {@code comments} name and {@code answers} do not. */
  private static Optional<String> onlyOther(String comments, String answers, Knowledge knowledge) {
    Set<String> teams = new HashSet<>(knowledge.answersIn(comments));
    teams.removeAll(knowledge.answersIn(answers));
    return teams.size() == 1 ? Optional.of(teams.iterator().next()) : Optional.empty();
  }

  private static List<Map<String, String>> examples(String text) {
    JsonNode array = firstJson(text);
    if (array.isArray() && !array.isEmpty() && array.get(0).isObject()) {
      List<Map<String, String>> examples = new ArrayList<>();
      array.forEach(element -> examples.add(flattened(element)));
      return examples;
    }
    return EXAMPLE_BREAK.splitAsStream(text).map(Evidence::textExample).toList();
  }

  private static Map<String, String> textExample(String text) {
    JsonNode object = firstJson(text);
    if (object.isObject()) {
      return flattened(object);
    }
    Map<String, String> values = new LinkedHashMap<>();
    Matcher line = LABELLED_LINE.matcher(text);
    while (line.find()) {
      values.merge(
          line.group(1).strip().toLowerCase(Locale.ROOT),
          line.group(2),
          (first, second) -> first + "\n" + second);
    }
    return values;
  }

  /** The leaves of a JSON document by lower-case path, names joined by slashes. */
  private static Map<String, String> flattened(JsonNode node) {
    Map<String, String> leaves = new LinkedHashMap<>();
    flatten("", node, leaves);
    return leaves;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isValueNode()) {
      leaves.merge(path, node.asText(), (first, second) -> first + "\n" + second);
    } else if (node.isArray()) {
      node.forEach(element -> flatten(path, element, leaves));
    } else {
      node.properties()
          .forEach(
              field ->
                  flatten(
                      (path.isEmpty() ? "" : path + "/") + field.getKey().toLowerCase(Locale.ROOT),
                      field.getValue(),
                      leaves));
    }
  }

  /** The JSON array or object that begins at the text's first bracket, or else a missing node. */
  static JsonNode firstJson(String text) {
    int array = text.indexOf('[');
    int object = text.indexOf('{');
    int start = array < 0 || (object >= 0 && object < array) ? object : array;
    if (start < 0) {
      return MAPPER.missingNode();
    }
    try {
      return MAPPER.readTree(text.substring(start));
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }

  private static Optional<Double> number(Matcher matcher, int group) {
    return matcher.find() ? Optional.of(Double.valueOf(matcher.group(group))) : Optional.empty();
  }

  private static String where(Map<String, String> example, List<String> names) {
    StringBuilder text = new StringBuilder();
    example.forEach(
        (path, value) -> {
          if (containsAny(path, names)) {
            text.append(value).append('\n');
          }
        });
    return text.toString();
  }

  private static boolean containsAny(String name, List<String> parts) {
    return parts.stream().anyMatch(name::contains);
  }
}
