package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private static final Pattern ANY_ADVICE =
      Pattern.compile(
          Stream.concat(
                  RULES.stream().map(Phrasebook::rulePattern),
                  EMPTY_TALK.stream().map(Phrasebook::literalPattern))
              .collect(Collectors.joining("|")));

  private Phrasebook() {}

  /** A sentence of advice. */
  sealed interface Advice {}

  /**
   * Advice that names a keyword and a team.
   *
   * @param keyword in lower case; not necessarily one that exists
   * @param team in lower case; not necessarily one that exists
   */
  record Rule(String keyword, String team) implements Advice {}

  /** Advice that says nothing. */
  record EmptyTalk() implements Advice {}

  /** A rule in one of many wordings. */
  static String rule(String keyword, String team, Chance chance) {
    String quote = chance.pick(List.of("\"", "'", "`"));
    return chance.pick(RULES).replace(KEYWORD, quote + keyword + quote).replace(TEAM, team);
  }

  static String emptyTalk(Chance chance) {
    return chance.pick(EMPTY_TALK);
  }

  /** All advice that the text holds, in order. */
  static List<Advice> read(String text) {
    List<Advice> found = new ArrayList<>();
    Matcher matcher = ANY_ADVICE.matcher(normalized(text));
    while (matcher.find()) {
      found.add(advice(matcher));
    }
    return found;
  }

  private static Advice advice(Matcher match) {
    for (int rule = 0; rule < RULES.size(); rule++) {
      String keyword = match.group(2 * rule + 1);
      if (keyword != null) {
        return new Rule(keyword, match.group(2 * rule + 2));
      }
    }
    return new EmptyTalk();
  }

  /** One group for the keyword and one for the team, in this order. */
  private static String rulePattern(String phrase) {
    return literalPattern(phrase)
        .replace(KEYWORD, "\\E([\\p{L}\\p{N}-]+)\\Q")
        .replace(TEAM, "\\E(?:the )?([\\p{L}\\p{N}-]+)\\Q");
  }

  private static String literalPattern(String phrase) {
    return Pattern.quote(normalized(phrase.substring(0, phrase.length() - 1)));
  }

  private static String normalized(String text) {
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
