package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes tickets: natural sentences of which one names the keyword, once. */
final class TicketWriter {
  private static final String PLACE = "{}";

  private static final List<String> GREETINGS =
      List.of(
          "Hi,",
          "Hello,",
          "Hi there,",
          "Good morning,",
          "Good afternoon,",
          "Hey,",
          "Dear colleagues,",
          "Hello everyone,");

  private static final List<String> SUBJECTS =
      List.of(
          "our {} stopped working %s.",
          "the {} has been acting up %s.",
          "I can't find my way around the {} %s.",
          "we have had trouble with {} %s.",
          "nobody here understands the {} %s.",
          "my question is about the {} that came up %s.",
          "something is off with the {} %s.",
          "I would like to know more about {}, which I noticed %s.",
          "the {} on our side looks different %s.",
          "{} keeps confusing my whole office %s.",
          "could you look into the {} that changed %s?",
          "what should I do about the {} I saw %s?",
          "is it normal that the {} behaves like this %s?",
          "we were promised a {} and heard nothing %s.",
          "there was a note about {} in my inbox %s.",
          "I need a hand with the {} which arrived %s.");

  private static final List<String> TIMES =
      List.of(
          "today",
          "since Monday",
          "since last week",
          "this morning",
          "again",
          "for three days now",
          "all of a sudden",
          "after the weekend",
          "once more",
          "since yesterday");

  private static final List<String> DETAILS =
      List.of(
          "I already tried it twice.",
          "My colleague sees the same thing.",
          "Nothing else has changed here.",
          "This is getting urgent for us.",
          "We are a small office with nine people.",
          "I could not find anything about it on your website.",
          "It worked fine before.",
          "There is no hurry, but I would like to know.",
          "I have attached a picture.",
          "My manager keeps asking me about it.",
          "We have been with you for four years.",
          "I wrote to you before and got no reply.",
          "Please tell me if you need more from me.",
          "I am out of ideas.",
          "You can reach me in the afternoon.",
          "The same happened in spring.",
          "I am not sure whom to ask.",
          "A short answer is enough.",
          "Two other people noticed it as well.",
          "It looked odd from the start.");

  private static final List<String> CLOSINGS =
      List.of(
          "Thanks!",
          "Thank you in advance.",
          "Kind regards, Robin",
          "Best, Kim",
          "Many thanks, Alex",
          "Cheers",
          "Looking forward to hearing from you.",
          "Regards, Sam");

  /** All text that a ticket can hold besides its keyword, in lower case. */
  static final String FILLER =
      String.join(
              "\n",
              List.of(
                  String.join("\n", GREETINGS),
                  String.join("\n", SUBJECTS),
                  String.join("\n", TIMES),
                  String.join("\n", DETAILS),
                  String.join("\n", CLOSINGS)))
          .toLowerCase(Locale.ROOT);

  private static final Pattern OWN =
      Pattern.compile(
          Stream.of(SUBJECTS, DETAILS, CLOSINGS, GREETINGS)
              .flatMap(List::stream)
              .map(TicketWriter::sentencePattern)
              .collect(Collectors.joining("|")));

  private TicketWriter() {}

  private static String sentencePattern(String sentence) {
    String times = TIMES.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
    return Pattern.quote(sentence)
        .replace(PLACE, "\\E[\\p{L}\\p{N}-]+\\Q")
        .replace("%s", "\\E" + times + "\\Q");
  }

  /** What of the text no ticket says by itself; empty where it is all a ticket's own. */
  static String foreignIn(String text) {
    return OWN.splitAsStream(text)
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** A ticket about the keyword. */
  static String write(String keyword, Chance chance) {
    List<String> body = new ArrayList<>();
    body.add(chance.pick(SUBJECTS).formatted(chance.pick(TIMES)).replace(PLACE, keyword));
    List<String> details = chance.shuffled(DETAILS);
    int detailCount = chance.pick(List.of(0, 1, 1, 2, 2, 3));
    body.addAll(details.subList(0, detailCount));
    body = chance.shuffled(body);
    if (chance.happens(0.6)) {
      body.add(0, chance.pick(GREETINGS));
    }
    if (chance.happens(0.5)) {
      body.add(chance.pick(CLOSINGS));
    }
    return String.join(chance.happens(0.2) ? "\n" : " ", body);
  }
}
