package dev.ascent.core.task;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The models that a program's modules ask.
 *
 * @param lm of every module that is not named
 * @param byModule of the others, by the modules' names
 */
public record ProgramProfiles(LmProfile lm, Map<String, LmProfile> byModule) {

  /** One model for all modules. */
  public static ProgramProfiles of(LmProfile lm) {
    return new ProgramProfiles(lm, Map.of());
  }

  /** The model that a module asks. */
  public LmProfile of(String module) {
    return byModule.getOrDefault(module, lm);
  }

  /** All of them, each once. */
  public Set<LmProfile> all() {
    Set<LmProfile> all = new LinkedHashSet<>();
    all.add(lm);
    all.addAll(byModule.values());
    return all;
  }

  /** When a rollout has to end that starts at {@code start}: as the most patient of them says. */
  public Instant deadline(Instant start) {
    return all().stream()
        .map(profile -> profile.limits().deadline(start))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
