package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.guard.InjectionPhrase.Reach;
import java.util.List;
import org.junit.jupiter.api.Test;

class InjectionPhraseTest {
  @Test
  void whatIsSureIsLookedForInRulesAndAdviceIsNot() {
    List<InjectionPhrase> inRules = InjectionPhrase.upTo(Reach.ORDER);

    assertThat(inRules).containsAll(InjectionPhrase.upTo(Reach.SURE));
    assertThat(InjectionPhrase.ALL)
        .filteredOn(phrase -> !inRules.contains(phrase))
        .isNotEmpty()
        .allMatch(phrase -> phrase.meaning().startsWith("it says "));
  }
}
