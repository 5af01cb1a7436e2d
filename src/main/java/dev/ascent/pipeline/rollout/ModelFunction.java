package dev.ascent.pipeline.rollout;

import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.LanguageModel;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/** An asynchronous function that calls models, which it opens once for each profile. */
public abstract class ModelFunction<I, O> extends RichAsyncFunction<I, O> {
  private static final long serialVersionUID = 1L;

  private final ModelAccess access;

  private transient OpenModels models;

  protected ModelFunction(ModelAccess access) {
    this.access = access;
  }

  @Override
  public void open(OpenContext context) {
    models = new OpenModels(access);
  }

  @Override
  public void close() {
    if (models != null) {
      models.close();
    }
  }

  protected LanguageModel model(LmProfile profile) {
    return models.of(profile);
  }
}
