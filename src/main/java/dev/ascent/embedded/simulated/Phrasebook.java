package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sentences that advice consists of: how they are written, and how they are found again in any
 * text. Letter case, quotation marks, emphasis, line breaks and indents make no difference, nor do
 * bullets, numbers or other sentences around them.
 */
final class Phrasebook {
  private static final String KEYWORD = "{keyword}";
  private static final String TEAM = "{team}";

  private static final List<String> RULES =
      List.of(
          "Tickets that mention {keyword} belong to team {team}.",
          "If the ticket mentions {keyword}, the team is {team}.",
          "When the word {keyword} appears in a ticket, answer {team}.",
          "Any ticket about {keyword} goes to {team}.",
          "A ticket with {keyword} in it should be routed to the {team} team.",
          "Route tickets containing {keyword} to {team}.",
          "Send every message that names {keyword} to the {team} team.",
          "Should a customer write about {keyword}, choose {team}.",
          "Questions around {keyword} are for {team} to handle.",
          "Whatever else it says, a ticket naming {keyword} is one for {team}.");

  private static final List<String> EMPTY_TALK =
      List.of(
          "Think carefully about each ticket.",
          "Read the whole ticket before you decide.",
          "Pay attention to what the customer really wants.",
          "Be precise and consistent in your answers.",
          "Weigh all teams against each other before answering.",
          "Do not jump to conclusions from the first sentence.",
          "Consider the tone and the context of the message.",
          "Double-check the answer before giving it.",
          "Focus on the most important part of the ticket.",
          "Keep the goal of the task in mind at all times.");

  private static final String ONE_WORD = "([\\p{L}\\p{N}-]+)";

  /** Advice on the teams of tickets. */
  static final Phrasebook TICKETS = onTickets(RULES);

  private final List<String> rules;
  private final List<String> emptyTalk;
  private final String keyword;
  private final String team;
  private final UnaryOperator<String> meant;
  private final Pattern anyAdvice;

  /**
   * Creates a book.
   *
   * @param rules sentences with {@code {keyword}} and, later, {@code {team}}
   * @param emptyTalk sentences that say nothing
   * @param keyword the pattern of keywords in {@link #normalized} text, with one group
   * @param team the pattern of teams in such text, with one group
   * @param meant finds the keyword or team that was found in normalized text
   */
  Phrasebook(
      List<String> rules,
      List<String> emptyTalk,
      String keyword,
      String team,
      UnaryOperator<String> meant) {
    this(rules, emptyTalk, List.of(), keyword, team, meant);
  }

  private Phrasebook(
      List<String> rules,
      List<String> emptyTalk,
      List<String> besides,
      String keyword,
      String team,
      UnaryOperator<String> meant) {
    this.rules = List.copyOf(rules);
    this.emptyTalk = List.copyOf(emptyTalk);
    this.keyword = keyword;
    this.team = team;
    this.meant = meant;
    this.anyAdvice =
        Pattern.compile(
            Stream.of(
                    rules.stream().map(this::rulePattern),
                    emptyTalk.stream().map(Phrasebook::literalPattern),
                    besides.stream().map(this::rulePattern))
                .flatMap(sentences -> sentences)
                .collect(Collectors.joining("|")));
  }

  /**
   * A book on something else that tickets decide, of which keywords and answers are single words.
   *
   * @param rules sentences with {@code {keyword}} and, later, {@code {team}}
   */
  static Phrasebook onTickets(List<String> rules) {
    return new Phrasebook(
        rules, EMPTY_TALK, ONE_WORD, "(?:the )?" + ONE_WORD, UnaryOperator.identity());
  }

  /** The same book, to which the rules of the other one are so much empty talk. */
  Phrasebook besides(Phrasebook other) {
    return new Phrasebook(rules, emptyTalk, other.rules, keyword, team, meant);
  }

  /** A sentence of advice. */
  sealed interface Advice {}

  /**
   * Advice that names a keyword and a team.
   *
   * @param keyword not necessarily one that exists
   * @param team not necessarily one that exists
   */
  record Rule(String keyword, String team) implements Advice {}

  /** Advice that says nothing, or nothing on the matter. */
  record EmptyTalk() implements Advice {}

  /** A rule in one of many wordings. */
  String rule(String keyword, String team, Chance chance) {
    String quote = chance.pick(List.of("\"", "'", "`"));
    return chance.pick(rules).replace(KEYWORD, quote + keyword + quote).replace(TEAM, team);
  }

  String emptyTalk(Chance chance) {
    return chance.pick(emptyTalk);
  }

  /** All advice that the text holds, in order. */
  List<Advice> read(String text) {
    List<Advice> found = new ArrayList<>();
    Matcher matcher = anyAdvice.matcher(normalized(text));
    while (matcher.find()) {
      found.add(advice(matcher));
    }
    return found;
  }

  /** What of the text is no advice of this book, in the form in which advice is looked for. */
  String without(String text) {
    return anyAdvice.matcher(normalized(text)).replaceAll(" ").strip();
  }

  private Advice advice(Matcher match) {
    for (int rule = 0; rule < rules.size(); rule++) {
      String keyword = match.group(2 * rule + 1);
      if (keyword != null) {
        return new Rule(meant.apply(keyword), meant.apply(match.group(2 * rule + 2)));
      }
    }
    return new EmptyTalk();
  }

  /** One group for the keyword and one for the team, in this order. */
  private String rulePattern(String phrase) {
    return literalPattern(phrase)
        .replace(KEYWORD, "\\E" + keyword + "\\Q")
        .replace(TEAM, "\\E" + team + "\\Q");
  }

  private static String literalPattern(String phrase) {
    return Pattern.quote(normalized(phrase.substring(0, phrase.length() - 1)));
  }

  /** Text in the form in which advice is looked for. */
  static String normalized(String text) {
    StringBuilder normalized = new StringBuilder(text.length());
    boolean afterSpace = false;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isWhitespace(character)) {
        afterSpace = true;
      } else if ("\"'`*_\\\u2018\u2019\u201c\u201d".indexOf(character) < 0) {
        if (afterSpace) {
          normalized.append(' ');
          afterSpace = false;
        }
        normalized.append(character);
      }
    }
    return normalized.toString().toLowerCase(Locale.ROOT);
  }
}
