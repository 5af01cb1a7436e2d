package dev.ascent.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.attack.AttackRun.Guards;
import dev.ascent.attack.AttackRun.Outcome;
import dev.ascent.attack.AttackRun.Setup;
import dev.ascent.attack.Sent.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hostile corpus among several times as many records of people who mean well, sent through one
 * job whose model obeys whatever it reads.
 */
class AttackITCase {
  @TempDir private static Path folder;

  private static Outcome outcome;

  @BeforeAll
  static void attack() throws Exception {
    Setup setup = new Setup("base", 1, true, Guards.STRICT, 2_600, 2_000);
    outcome = new AttackRun(setup, folder).run();
  }

  @Test
  void nothingOfAnAttackIsInAPublishedProgram() {
    assertThat(outcome.publishedMarks()).isEmpty();
  }

  @Test
  void aBetterProgramIsFoundNevertheless() {
    assertThat(outcome.published()).hasSizeGreaterThan(1);
    assertThat(outcome.accuracy()).isGreaterThan(outcome.start() + 0.1);
  }

  @Test
  void legitimateRecordsAreAdmitted() {
    List<Sent> legitimate = of(sent -> sent.role().isLegitimate());
    List<Sent> honest = of(sent -> sent.role() == Role.HONEST);

    assertThat(outcome.admittedShare(legitimate)).isGreaterThan(0.98);
    assertThat(outcome.admittedShare(honest)).isGreaterThan(0.9);
  }

  @Test
  void oneAuthorAndOneTextGetNoMoreThanTheirShare() {
    assertThat(outcome.admittedShare(of(s -> s.kind().equals("wrong labels of one author"))))
        .isLessThan(0.7);
    assertThat(outcome.admittedShare(of(s -> s.kind().equals("one text of many authors"))))
        .isLessThan(0.2);
  }

  /** All topics but those that services write, checkpoints, savepoints and the log. */
  @Test
  void noDatumOfAPersonAndNoSecretIsLeftAnywhere() {
    assertThat(outcome.personalDataLeft()).isEmpty();
  }

  /** What is to be there is found by the same search in each kind of place. */
  @Test
  void whatIsNotRedactedIsFoundInTopicsStateAndLog() {
    Traces words = Traces.of(List.of("acting up", "handle the ticket"));
    Map<String, Boolean> found = new HashMap<>();
    outcome
        .kept()
        .forEach(
            (place, bytes) ->
                found.merge(
                    place.replaceAll("@.*|/.*", ""),
                    !words.in(bytes).isEmpty(),
                    Boolean::logicalOr));

    assertThat(found)
        .containsEntry("ascent.journal", true)
        .containsEntry("ascent.rollouts", true)
        .containsEntry("ascent.dead-letters", true)
        .containsEntry("ascent.programs", true)
        .containsEntry("state", true);
    assertThat(new String(outcome.kept().get("the log"), StandardCharsets.UTF_8))
        .contains("checkpoint");
  }

  @Test
  void aDatumThatIsPlantedIsFoundWhereverItIs() {
    String datum = Texts.personal(Texts.Part.TUNED).get(0).datum();
    Map<String, byte[]> kept = new HashMap<>(outcome.kept());
    String place = kept.keySet().stream().filter(each -> each.startsWith("state")).findAny().get();
    byte[] before = kept.get(place);
    byte[] planted = (" " + datum).getBytes(StandardCharsets.UTF_8);
    byte[] both = new byte[before.length + planted.length];
    System.arraycopy(before, 0, both, 0, before.length);
    System.arraycopy(planted, 0, both, before.length, planted.length);
    kept.put(place, both);

    assertThat(outcome.withKept(kept).personalDataLeft()).containsEntry(place, Set.of(datum));
  }

  private static List<Sent> of(Predicate<Sent> which) {
    return outcome.corpus().stream().filter(which).toList();
  }
}
