package dev.ascent.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads typed values from what models write for them.
 *
 * <p>A field's value has one canonical text, which a model's spelling of it is brought into: free
 * text without outer white space, a list or an object as its JSON literal, anything else as {@link
 * CanonicalValue} says. A canonical text is its own canonical text.
 */
final class AnswerValues {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d{1,3})?");

  private static final Pattern GROUPED_THOUSANDS =
      Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");

  /** Answers are untrusted, so that what is read with backtracking patterns has to be short. */
  private static final int MAX_SCALAR_LENGTH = 1_000;

  private static final int MAX_NUMBER_LENGTH = 400;
  private static final String FENCE = "```";
  private static final Pattern QUOTES = Pattern.compile("^[\"'`*\\s]+|[\"'`*\\s]+$");
  private static final Pattern END_PUNCTUATION = Pattern.compile("[.,;:!?\"'`*\\s]+$");

  /** Ways to compare a choice with an answer in which a model has decorated it. */
  private static final List<UnaryOperator<String>> FOLDINGS =
      List.of(
          AnswerValues::withoutQuotesAndCase,
          text -> END_PUNCTUATION.matcher(withoutQuotesAndCase(text)).replaceAll(""));

  private AnswerValues() {}

  /** The canonical text of what {@code text} says, or empty if it is no value of the field. */
  static Optional<String> canonical(Field field, String text) {
    return switch (field.type()) {
      case STRING -> Optional.of(text.strip());
      case ENUM ->
          wholeOrFirstLine(text, line -> CanonicalValue.choice(field.choices(), line, FOLDINGS));
      case INTEGER ->
          wholeOrFirstLine(text, line -> decimal(line).flatMap(CanonicalValue::integer));
      case NUMBER -> wholeOrFirstLine(text, line -> decimal(line).map(CanonicalValue::number));
      case BOOLEAN -> wholeOrFirstLine(text, AnswerValues::bool);
      case LIST -> json(text, JsonNode::isArray, '[');
      case OBJECT -> json(text, JsonNode::isObject, '{');
    };
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

  private static String withoutQuotesAndCase(String text) {
    return CanonicalValue.folded(QUOTES.matcher(text).replaceAll(""));
  }

  private static Optional<BigDecimal> decimal(String text) {
    String bare = END_PUNCTUATION.matcher(QUOTES.matcher(text).replaceAll("")).replaceAll("");
    String plain = GROUPED_THOUSANDS.matcher(bare).matches() ? bare.replace(",", "") : bare;
    return plain.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(plain).matches()
        ? Optional.of(new BigDecimal(plain))
        : Optional.empty();
  }

  private static Optional<String> bool(String text) {
    return switch (END_PUNCTUATION.matcher(withoutQuotesAndCase(text)).replaceAll("")) {
      case "true", "yes" -> Optional.of(CanonicalValue.bool(true));
      case "false", "no" -> Optional.of(CanonicalValue.bool(false));
      default -> Optional.empty();
    };
  }

  /** The JSON value that the text is, holds in a code fence, or leads up to. */
  private static Optional<String> json(String text, Predicate<JsonNode> type, char start) {
    String bare = withoutFence(text.strip());
    return Json.lenient(bare)
        .or(() -> Json.lenientStart(bare.substring(Math.max(0, bare.indexOf(start)))))
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
