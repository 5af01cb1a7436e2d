package dev.ascent.cli;

import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.client.AcquiredLanguageModel;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.lm.client.LanguageModels;
import dev.ascent.lm.client.LmMeter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A task's models, open for a command, and the count of what all of them were asked. */
final class TaskModels implements AutoCloseable {
  private final Map<LmProfile, AcquiredLanguageModel> models = new LinkedHashMap<>();

  TaskModels(TaskDefinition task) {
    for (LmProfile profile : task.profiles()) {
      models.put(profile, LanguageModels.ofProcess().acquire(profile, AllowedHosts.ANY));
    }
  }

  /** The model of one of the task's profiles. */
  LanguageModel of(LmProfile profile) {
    return models.get(profile);
  }

  /** The counts of all users of the models. */
  LmMeter meter() {
    return models.values().stream()
        .map(AcquiredLanguageModel::meter)
        .reduce(LmMeter.NONE, LmMeter::plus);
  }

  @Override
  public void close() {
    models.values().forEach(AcquiredLanguageModel::close);
  }
}
