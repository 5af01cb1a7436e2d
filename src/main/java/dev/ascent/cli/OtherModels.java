package dev.ascent.cli;

import dev.ascent.core.task.LmExtras;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.NamedProfiles;
import dev.ascent.core.task.TaskDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What becomes of a task's named profiles where the command line chooses another model of its own.
 */
final class OtherModels {
  private OtherModels() {}

  /** The task with all of its calls at a server that was started for it. */
  static TaskDefinition allOn(TaskDefinition task, LmProfile chosen) {
    return task.withLms(
        chosen,
        changed(
            task.lms(),
            other ->
                chosen.withAnswers(other.temperature(), other.maxTokens()).withName(other.name())));
  }

  /**
   * The task with the chosen model for its own. Profiles of the same server go where it goes, and
   * those of the same model take its model; others stay what they are.
   */
  static TaskDefinition following(TaskDefinition task, LmProfile chosen) {
    return task.withLms(chosen, changed(task.lms(), other -> following(other, task.lm(), chosen)));
  }

  private static LmProfile following(LmProfile other, LmProfile own, LmProfile chosen) {
    if (!Objects.equals(other.baseUrl(), own.baseUrl())) {
      return other;
    }
    LmProfile moved = at(chosen.baseUrl(), other);
    boolean hasOwnKey = !moved.key().equals(LmKey.NONE) && !other.key().equals(own.key());
    LmProfile there = hasOwnKey ? moved : moved.withKey(chosen.key());
    return Objects.equals(other.model(), own.model()) ? there.withModel(chosen.model()) : there;
  }

  /**
   * A profile at another server. Its key, its headers and its body fields are for the server that
   * it had, where it had one.
   */
  static LmProfile at(String url, LmProfile profile) {
    return profile.baseUrl() == null || profile.baseUrl().equals(url)
        ? profile.withServer(url, profile.key())
        : profile.withServer(url, LmKey.NONE).withExtras(LmExtras.NONE);
  }

  private static NamedProfiles changed(NamedProfiles lms, UnaryOperator<LmProfile> change) {
    Map<String, LmProfile> changed = new LinkedHashMap<>();
    lms.byName().forEach((name, profile) -> changed.put(name, change.apply(profile)));
    return new NamedProfiles(changed, lms.reflection());
  }
}
