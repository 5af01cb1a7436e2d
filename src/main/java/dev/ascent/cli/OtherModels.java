package dev.ascent.cli;

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
    // A key of their own is for the server that they had.
    boolean moved = !Objects.equals(own.baseUrl(), chosen.baseUrl());
    LmKey key = moved || other.key().equals(own.key()) ? chosen.key() : other.key();
    LmProfile there = other.withServer(chosen.baseUrl(), key);
    return Objects.equals(other.model(), own.model()) ? there.withModel(chosen.model()) : there;
  }

  private static NamedProfiles changed(NamedProfiles lms, UnaryOperator<LmProfile> change) {
    Map<String, LmProfile> changed = new LinkedHashMap<>();
    lms.byName().forEach((name, profile) -> changed.put(name, change.apply(profile)));
    return new NamedProfiles(changed, lms.reflection());
  }
}
