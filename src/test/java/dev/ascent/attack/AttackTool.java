package dev.ascent.attack;

import dev.ascent.attack.AttackRun.Guards;
import dev.ascent.attack.AttackRun.Outcome;
import dev.ascent.attack.AttackRun.Setup;
import dev.ascent.attack.Sent.Role;
import dev.ascent.attack.Texts.Part;
import dev.ascent.embedded.simulated.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what the guards make of the hostile corpus: of its texts by themselves, and in streams
 * with and without attack and guards. What a part that is held out holds is counted and not shown.
 */
public final class AttackTool {
  private static final String WORLD = "base";
  private static final int ORDINARY = 2_600;

  private AttackTool() {}

  /**
   * Runs it.
   *
   * @param arguments seed of the streams, rollouts of each, and which to run: screening,
   *     vocabulary, clean, off, default, strict
   */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[0]);
    long rollouts = Long.parseLong(arguments[1]);
    System.out.println("All figures are of the SIMULATED model, in its gullible form.");
    for (String which : arguments[2].split(",", -1)) {
      switch (which) {
        case "screening" ->
            Stream.of(Part.values()).map(Screening::of).forEach(AttackTool::screening);
        case "vocabulary" -> {
          System.out.printf("%nrecords that may pass all of their words on%n");
          Vocabulary.bands(Corpus.of(World.named(WORLD, seed), ORDINARY, true, seed))
              .forEach(band -> System.out.println("  " + band));
        }
        case "clean" -> run("nobody attacks", setup(seed, rollouts, false, Guards.DEFAULT));
        case "off" -> run("attack, guards off", setup(seed, rollouts, true, Guards.OFF));
        case "default" ->
            run("attack, default guards", setup(seed, rollouts, true, Guards.DEFAULT));
        case "strict" ->
            run("attack, rare-words never", setup(seed, rollouts, true, Guards.STRICT));
        default -> throw new IllegalArgumentException("nothing is called '" + which + "'");
      }
    }
  }

  private static Setup setup(long seed, long rollouts, boolean attacked, Guards guards) {
    return new Setup(WORLD, seed, attacked, guards, ORDINARY, rollouts);
  }

  private static void screening(Screening screening) {
    System.out.printf(
        "%n%s texts by themselves: %d attacks missed, by kind found %s; %d of %d honest ones taken"
            + " for attacks%n",
        screening.part(),
        screening.missed().size(),
        screening.byKind(),
        screening.mistaken().size(),
        Texts.honest(screening.part()).size());
    if (screening.part() == Part.TUNED) {
      screening.missed().forEach(each -> System.out.println("  missed: " + each.text()));
      screening.mistaken().forEach(each -> System.out.println("  mistaken: " + each.text()));
    }
  }

  private static void run(String name, Setup setup) throws Exception {
    Path folder = Files.createTempDirectory("ascent-attack-");
    try {
      Outcome outcome = new AttackRun(setup, folder).run();
      System.out.printf(
          Locale.ROOT,
          "%n%s: accuracy %.3f (%.3f at the start), %d programs published, %.0f s%n",
          name,
          outcome.accuracy(),
          outcome.start(),
          outcome.published().size(),
          outcome.seconds());
      admitted(outcome);
      taught(outcome);
      marks(outcome);
      Map<String, Set<String>> left = outcome.personalDataLeft();
      System.out.printf(
          "  of %d pieces of personal data and secrets, %d were found in %d places of %d%n",
          Texts.personal(Part.TUNED).size() + Texts.personal(Part.HELD_OUT).size(),
          left.values().stream().flatMap(Set::stream).distinct().count(),
          left.size(),
          outcome.kept().size());
      if (setup.guards() != Guards.OFF) {
        left.forEach((place, data) -> System.out.println("    " + place + ": " + data));
      }
    } finally {
      delete(folder);
    }
  }

  private static void admitted(Outcome outcome) {
    line(outcome, "legitimate", sent -> sent.role().isLegitimate());
    line(outcome, "honest, sounding like attacks", sent -> sent.role() == Role.HONEST);
    for (Part part : Part.values()) {
      line(outcome, "attacks, " + part, s -> s.role() == Role.ATTACK && s.part() == part);
    }
    outcome.corpus().stream()
        .filter(sent -> sent.role() == Role.FLOOD)
        .map(Sent::kind)
        .distinct()
        .sorted()
        .forEach(kind -> line(outcome, kind, sent -> sent.kind().equals(kind)));
    Map<String, Long> reasons =
        outcome.refused().entrySet().stream()
            .filter(entry -> entry.getKey().role().isLegitimate())
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getValue().replaceAll("[0-9]+", "N"),
                    TreeMap::new,
                    Collectors.counting()));
    System.out.println("  legitimate records were refused as: " + reasons);
  }

  private static void line(Outcome outcome, String name, Predicate<Sent> which) {
    List<Sent> sent = outcome.corpus().stream().filter(which).toList();
    if (!sent.isEmpty()) {
      System.out.printf(
          Locale.ROOT,
          "  admitted of %s: %.2f%% of %d%n",
          name,
          100 * outcome.admittedShare(sent),
          sent.size());
    }
  }

  private static void marks(Outcome outcome) {
    System.out.printf(
        "  candidates with something of an attack in the pool: %d; such texts published: %d%n",
        outcome.candidates().size(), outcome.publishedMarks().size());
    outcome.publishedMarks().stream().limit(20).forEach(AttackTool::text);
    if (!outcome.candidates().isEmpty()) {
      System.out.println("  in the candidates:");
      outcome.candidateMarks().stream().limit(20).forEach(AttackTool::text);
    }
  }

  private static void text(String text) {
    System.out.println("    " + text.replace("\n", " / "));
  }

  private static void taught(Outcome outcome) {
    System.out.println("  the latest program was taught:");
    outcome.taught().forEach(AttackTool::text);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
