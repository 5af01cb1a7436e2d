package dev.ascent.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.attack.Sent.Role;
import dev.ascent.attack.Texts.Part;
import dev.ascent.embedded.simulated.World;
import dev.ascent.redaction.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private static final List<Sent> ATTACKED = Corpus.of(World.named("base", 3), 2_500, true, 1);

  @Test
  void hundredsOfRecordsAreOfTextsThatSomebodyWrote() {
    List<Sent> attacks = of(Role.ATTACK);

    assertThat(attacks).hasSizeGreaterThan(400);
    assertThat(Stream.of(Part.values()).flatMap(part -> Texts.attacks(part).stream()))
        .hasSizeGreaterThan(150)
        .doesNotHaveDuplicates();
    assertThat(ATTACKED.stream().filter(sent -> sent.role().isLegitimate()).count())
        .isGreaterThan(2 * ATTACKED.stream().filter(s -> !s.role().isLegitimate()).count());
  }

  @Test
  void everyAttackCarriesAMarkThatIsFound() {
    Traces marks = Traces.of(Set.of(Texts.MARK));

    assertThat(of(Role.ATTACK)).filteredOn(attack -> marks.in(attack.json()).isEmpty()).isEmpty();
    assertThat(ATTACKED)
        .filteredOn(sent -> sent.role() != Role.ATTACK)
        .allMatch(sent -> marks.in(sent.json()).isEmpty());
  }

  @Test
  void personalDataAreOfEveryKind() {
    assertThat(of(Role.PERSONAL).stream().map(Sent::kind).collect(Collectors.toSet()))
        .containsAll(Kind.ALL);
  }

  @Test
  void everyDatumIsInItsRecord() {
    Set<String> data =
        Stream.of(Part.values())
            .flatMap(part -> Texts.personal(part).stream())
            .map(Texts.Personal::datum)
            .collect(Collectors.toSet());
    Set<String> sent =
        of(Role.PERSONAL).stream()
            .flatMap(record -> Traces.of(data).in(record.json()).stream())
            .collect(Collectors.toSet());

    assertThat(sent).containsAll(data);
  }

  private static List<Sent> of(Role role) {
    return ATTACKED.stream().filter(sent -> sent.role() == role).toList();
  }
}
