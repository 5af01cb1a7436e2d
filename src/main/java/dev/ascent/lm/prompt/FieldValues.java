package dev.ascent.lm.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Field;
import dev.ascent.lm.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The canonical texts of typed values.
 *
 * <p>A field's value has one canonical text, which a model's spelling of it is brought into: free
 * text without outer white space, a choice as the field declares it, anything else as its JSON
 * literal. A canonical text is its own canonical text.
 */
public final class FieldValues {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d{1,3})?");

  private static final Pattern GROUPED_THOUSANDS =
      Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");

  /** Answers are untrusted, so that what is read with backtracking patterns has to be short. */
  private static final int MAX_SCALAR_LENGTH = 1_000;

  private static final int MAX_NUMBER_LENGTH = 100;
  private static final String FENCE = "```";
  private static final Pattern QUOTES = Pattern.compile("^[\"'`*\\s]+|[\"'`*\\s]+$");
  private static final Pattern END_PUNCTUATION = Pattern.compile("[.,;:!?\"'`*\\s]+$");
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  /** Ways to compare a choice with an answer, strictest first. */
  private static final List<UnaryOperator<String>> FOLDINGS =
      List.of(
          String::strip,
          FieldValues::withoutQuotesAndCase,
          text -> END_PUNCTUATION.matcher(withoutQuotesAndCase(text)).replaceAll(""));

  private FieldValues() {}

  /** The canonical text of what {@code text} says, or empty if it is no value of the field. */
  public static Optional<String> canonical(Field field, String text) {
    return switch (field.type()) {
      case STRING -> Optional.of(text.strip());
      case ENUM -> wholeOrFirstLine(text, line -> choice(field.choices(), line));
      case INTEGER -> wholeOrFirstLine(text, FieldValues::integer);
      case NUMBER -> wholeOrFirstLine(text, FieldValues::number);
      case BOOLEAN -> wholeOrFirstLine(text, FieldValues::bool);
      case LIST -> json(text, JsonNode::isArray, '[');
      case OBJECT -> json(text, JsonNode::isObject, '{');
    };
  }

  /** What a field's values are, in a phrase for models and for people. */
  public static String describe(Field field) {
    return switch (field.type()) {
      case STRING -> "text";
      case ENUM -> "one of: " + String.join(" | ", field.choices());
      case INTEGER -> "integer";
      case NUMBER -> "number";
      case BOOLEAN -> "true or false";
      case LIST -> "JSON list" + schema(field);
      case OBJECT -> "JSON object" + schema(field);
    };
  }

  private static String schema(Field field) {
    return field.schema().isEmpty() ? "" : " of schema " + field.schema();
  }

  /** Small models go on talking in the lines after their answer. */
  private static Optional<String> wholeOrFirstLine(
      String text, Function<String, Optional<String>> read) {
    String whole = text.strip();
    return Stream.of(whole, whole.lines().findFirst().orElse(""))
        .filter(candidate -> candidate.length() <= MAX_SCALAR_LENGTH)
        .flatMap(candidate -> read.apply(candidate).stream())
        .findFirst();
  }

  /** The one choice that the text names under the strictest folding under which it names any. */
  private static Optional<String> choice(List<String> choices, String text) {
    for (UnaryOperator<String> folding : FOLDINGS) {
      String folded = folding.apply(text);
      List<String> matches =
          choices.stream().filter(choice -> folding.apply(choice).equals(folded)).toList();
      if (!matches.isEmpty()) {
        return matches.size() == 1 ? Optional.of(matches.get(0)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String withoutQuotesAndCase(String text) {
    String bare = QUOTES.matcher(text).replaceAll("");
    return WHITE_SPACE.matcher(bare).replaceAll(" ").toLowerCase(Locale.ROOT);
  }

  private static Optional<String> integer(String text) {
    return decimal(text)
        .filter(number -> number.scale() <= 0)
        .map(number -> number.toBigInteger().toString())
        .filter(canonical -> canonical.length() <= MAX_NUMBER_LENGTH);
  }

  private static Optional<String> number(String text) {
    return decimal(text)
        .map(BigDecimal::toString)
        .filter(canonical -> canonical.length() <= MAX_NUMBER_LENGTH);
  }

  private static Optional<BigDecimal> decimal(String text) {
    String bare = END_PUNCTUATION.matcher(QUOTES.matcher(text).replaceAll("")).replaceAll("");
    String plain = GROUPED_THOUSANDS.matcher(bare).matches() ? bare.replace(",", "") : bare;
    return plain.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(plain).matches()
        ? Optional.of(Json.shortest(new BigDecimal(plain)))
        : Optional.empty();
  }

  private static Optional<String> bool(String text) {
    return switch (END_PUNCTUATION.matcher(withoutQuotesAndCase(text)).replaceAll("")) {
      case "true", "yes" -> Optional.of("true");
      case "false", "no" -> Optional.of("false");
      default -> Optional.empty();
    };
  }

  /** The JSON value that the text is, holds in a code fence, or leads up to. */
  private static Optional<String> json(String text, Predicate<JsonNode> type, char start) {
    String bare = withoutFence(text.strip());
    return Json.parse(bare)
        .or(() -> Json.parseStart(bare.substring(Math.max(0, bare.indexOf(start)))))
        .filter(type)
        .map(JsonNode::toString);
  }

  private static String withoutFence(String text) {
    int end = text.lastIndexOf(FENCE);
    int lineEnd = text.indexOf('\n');
    return text.startsWith(FENCE) && end > lineEnd && lineEnd >= 0
        ? text.substring(lineEnd, end).strip()
        : text;
  }
}
