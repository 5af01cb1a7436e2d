package dev.ascent.attack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.attack.Sent.Role;
import dev.ascent.attack.Texts.Attack;
import dev.ascent.attack.Texts.Part;
import dev.ascent.attack.Texts.Personal;
import dev.ascent.embedded.simulated.World;
import dev.ascent.wire.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Records of a stream that many people write: most of them mean well, some say so in words that
 * sound like an attack, and some attack. An attack comes with a real ticket and, unless it is about
 * labels, with the right label, since that is what makes it worth learning.
 */
final class Corpus {
  private static final int AUTHORS = 60;
  private static final int ATTACKERS = 30;

  /** Records of each kind of flood. */
  private static final int FLOOD = 200;

  /** Every so many attacks, one has its text for a label. */
  private static final int LABELS = 8;

  private static final List<Disguise> DISGUISES =
      List.of(Disguise.values()).subList(1, Disguise.values().length);

  private final Iterator<Map<String, String>> tickets;
  private final List<String> teams;
  private final List<Sent> records = new ArrayList<>();
  private int number;

  private Corpus(World world, int most) {
    List<Map<String, String>> rows = world.examples(most);
    tickets = rows.iterator();
    teams = rows.stream().map(row -> row.get("team")).distinct().sorted().toList();
  }

  /**
   * All records, in random order.
   *
   * @param ordinary tickets as they are; honest texts come on top
   * @param attacked whether anybody attacks
   */
  static List<Sent> of(World world, int ordinary, boolean attacked, long seed) {
    Corpus corpus = new Corpus(world, ordinary + 2_000);
    for (int i = 0; i < ordinary; i++) {
      corpus.example(Role.ORDINARY, null, "ticket", "", "", author("author", AUTHORS, i));
    }
    for (Part part : Part.values()) {
      // Twice each, as many customers say the same.
      for (int i = 0; i < 2; i++) {
        Texts.honest(part)
            .forEach(
                honest ->
                    corpus.example(
                        Role.HONEST,
                        part,
                        "honest",
                        honest.text(),
                        honest.text(),
                        author("author", AUTHORS, corpus.number)));
      }
    }
    if (!attacked) {
      Collections.shuffle(corpus.records, new Random(seed));
      return List.copyOf(corpus.records);
    }
    for (Part part : Part.values()) {
      corpus.attacksOf(part);
      Texts.personal(part).forEach(corpus::personal);
    }
    Collections.shuffle(corpus.records, new Random(seed));
    corpus.flood(new Random(seed));
    return List.copyOf(corpus.records);
  }

  /** The attacks alone, without the flood. */
  static List<Sent> attacks(World world, Part part) {
    Corpus corpus = new Corpus(world, 2_000);
    corpus.attacksOf(part);
    return corpus.records;
  }

  /** All floods come at once, among a fifth of the other records. */
  private void flood(Random random) {
    int others = records.size();
    List<Sent> after = List.copyOf(records.subList(3 * others / 5, others));
    records.subList(3 * others / 5, others).clear();
    for (int i = 0; i < FLOOD; i++) {
      Map<String, String> row = tickets.next();
      ObjectNode mislabelled = example(row.get("ticket"), otherTeam(row.get("team")), "one-author");
      add(Role.FLOOD, false, mislabelled, null, "wrong labels of one author", "");
      ObjectNode again = example(repeated(i), "sales", author("many", FLOOD, i));
      add(Role.FLOOD, false, again, null, "one text of many authors", "");
      add(Role.FLOOD, true, wrongLabel("row:" + i), null, "wrong feedback of one author", "");
    }
    Collections.shuffle(records.subList(2 * others / 5, records.size()), random);
    records.addAll(after);
  }

  /** Nearly the same each time. */
  private String repeated(int i) {
    return ("we were promised a rebate by the sales team last spring and nobody in the whole company"
            + " seems to remember that they ever did so number ")
        + i;
  }

  private void attacksOf(Part part) {
    int count = 0;
    for (Attack attack : Texts.attacks(part)) {
      attack(attack, Disguise.NONE, attack.where());
      if (attack.isWorded()) {
        attack(attack, DISGUISES.get(count % DISGUISES.size()), attack.where());
        attack(attack, Disguise.NONE, attack.where().equals("input") ? "feedback" : "input");
      }
      if (count++ % LABELS == 0) {
        attack(attack, Disguise.NONE, "label");
      }
    }
  }

  private void attack(Attack attack, Disguise disguise, String where) {
    String mark = Texts.MARK + letters(number);
    String text = disguise.of(attack.marked(mark));
    String kind =
        disguise == Disguise.NONE ? attack.kind() : attack.kind() + ", " + disguise.name();
    String author = author("mallory", ATTACKERS, number);
    switch (where) {
      case "input" -> example(Role.ATTACK, attack.part(), kind, text, text, author);
      case "label" -> {
        Map<String, String> row = tickets.next();
        add(
            Role.ATTACK,
            false,
            example(row.get("ticket"), text, author),
            attack.part(),
            "label, " + kind,
            text);
      }
      default -> said(Role.ATTACK, attack.part(), kind, where, text, text, author);
    }
  }

  private void personal(Personal personal) {
    String text = personal.text().replace("{datum}", personal.datum());
    String kind = personal.kind();
    String author = author("customer", AUTHORS, number);
    switch (personal.where()) {
      case "input" -> example(Role.PERSONAL, personal.part(), kind, text, text, author);
      case "author" ->
          example(Role.PERSONAL, personal.part(), kind, "", personal.datum(), personal.datum());
      case "id", "member", "number", "malformed" -> {
        ObjectNode json = example(tickets.next().get("ticket"), "sales", author);
        if (personal.where().equals("id")) {
          json.put("id", personal.datum());
        } else if (personal.where().equals("member")) {
          json.withObject("/outputs").put(personal.datum(), "x");
        } else if (personal.where().equals("number")) {
          json.withObject("/outputs").put("paid-by", Long.parseLong(personal.datum()));
        }
        String value = personal.where().equals("malformed") ? text : Json.text(json);
        records.add(new Sent(Role.PERSONAL, false, value, personal.part(), kind, text));
      }
      default -> said(Role.PERSONAL, personal.part(), kind, personal.where(), text, text, author);
    }
  }

  /** A ticket with a text before it, behind it, or on a line of its own. */
  private void example(
      Role role, Part part, String kind, String text, String shown, String author) {
    Map<String, String> row = tickets.next();
    String ticket = row.get("ticket");
    String both =
        text.isEmpty()
            ? ticket
            : switch (number % 3) {
              case 0 -> ticket + " " + text;
              case 1 -> text + "\n" + ticket;
              default -> ticket + "\n\n" + text;
            };
    add(role, false, example(both, row.get("team"), author), part, kind, shown);
  }

  /** A ticket whose logged answer, or what was said of it, now or later, holds the text. */
  private void said(
      Role role, Part part, String kind, String where, String text, String shown, String author) {
    Map<String, String> row = tickets.next();
    ObjectNode example = example(row.get("ticket"), row.get("team"), author);
    ObjectNode feedback = Json.object().put("score", 0);
    example
        .withObject("/outputs")
        .put("team", where.equals("output") ? text : otherTeam(row.get("team")));
    if (where.equals("late")) {
      String id = example.get("id").asText();
      add(Role.ORDINARY, false, example, null, "ticket", "");
      add(role, true, feedback(id, text, author), part, kind, shown);
      return;
    }
    feedback.put("text", where.equals("feedback") ? text : "That was wrong.");
    example.set("feedback", feedback);
    add(role, false, example, part, kind, shown);
  }

  private ObjectNode example(String ticket, String team, String author) {
    ObjectNode example = Json.object().put("id", "row:" + number).put("author", author);
    example.withObject("/inputs").put("ticket", ticket);
    example.withObject("/expected").put("team", team);
    return example;
  }

  private static ObjectNode feedback(String id, String text, String author) {
    ObjectNode feedback = Json.object().put("version", 1).put("task", "tickets").put("id", id);
    feedback.put("author", author);
    feedback.withObject("/feedback").put("score", 0).put("text", text);
    return feedback;
  }

  private static ObjectNode wrongLabel(String id) {
    ObjectNode feedback = Json.object().put("version", 1).put("task", "tickets").put("id", id);
    feedback.put("author", "one-author");
    feedback.withObject("/expected").put("team", "sales");
    return feedback;
  }

  private void add(
      Role role, boolean feedback, ObjectNode json, Part part, String kind, String text) {
    number++;
    records.add(new Sent(role, feedback, Json.text(json), part, kind, text));
  }

  private String otherTeam(String team) {
    List<String> others = teams.stream().filter(each -> !each.equals(team)).toList();
    return others.get(new SplittableRandom(number).nextInt(others.size()));
  }

  private static String author(String name, int of, int number) {
    return name + "-" + number % of;
  }

  private static String letters(int number) {
    return Integer.toString(number, 26)
        .chars()
        .map(c -> Character.isDigit(c) ? c - '0' + 'q' : c)
        .mapToObj(Character::toString)
        .reduce("", String::concat);
  }
}
