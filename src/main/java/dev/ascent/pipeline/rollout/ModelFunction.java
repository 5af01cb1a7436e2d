package dev.ascent.pipeline.rollout;

import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.LanguageModel;
import dev.ascent.pipeline.AscentSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An asynchronous function that calls models, which it opens once for each profile. */
public abstract class ModelFunction<I, O> extends RichAsyncFunction<I, O> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(ModelFunction.class);

  private final AscentSettings settings;
  private final ModelAccess access;

  private transient OpenModels models;
  private transient String owner;

  protected ModelFunction(AscentSettings settings, ModelAccess access) {
    this.settings = settings;
    this.access = access;
  }

  @Override
  public void open(OpenContext context) {
    models = new OpenModels(access);
    owner = settings.owner(getRuntimeContext());
  }

  @Override
  public void close() {
    if (models != null) {
      models.close();
    }
  }

  protected final AscentSettings settings() {
    return settings;
  }

  /**
   * Whether a request is one that Flink brings back from a checkpoint. An earlier attempt of the
   * run may have made its calls, and its lease is forfeited: to make them again would spend twice.
   */
  protected final boolean isReplayed(String requestOwner) {
    return !owner.equals(requestOwner);
  }

  protected final InstantSource clock() {
    return access.clock();
  }

  /** What a rollout or a reflection that starts now may take. */
  protected final Allowance allowance(int attempts, long promptTokens, ProgramProfiles profiles) {
    Instant now = clock().instant();
    return new Allowance(attempts, promptTokens, settings.deadline(profiles.deadline(now), now));
  }

  protected LanguageModel model(LmProfile profile) {
    return models.of(profile);
  }

  /**
   * Logs a defect that ended one request, which must not stop the others.
   *
   * @param work what the request was for
   * @return why it has no outcome: the same for every exception of a class, as reasons are counted
   */
  protected static String broken(String task, String work, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    LOG.error("Task {}: a {} failed by a defect.", task, work, cause);
    return work + " failed: " + cause.getClass().getName();
  }
}
