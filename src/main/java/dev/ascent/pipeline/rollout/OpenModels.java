package dev.ascent.pipeline.rollout;

import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.LanguageModel;
import java.util.HashMap;
import java.util.Map;

/** The models that one subtask has open, one for each profile. */
public final class OpenModels implements AutoCloseable {
  private final ModelAccess access;
  private final Map<LmProfile, LanguageModel> models = new HashMap<>();

  public OpenModels(ModelAccess access) {
    this.access = access;
  }

  public LanguageModel of(LmProfile profile) {
    return models.computeIfAbsent(profile, access::open);
  }

  @Override
  public void close() {
    models.values().forEach(LanguageModel::close);
    models.clear();
  }
}
