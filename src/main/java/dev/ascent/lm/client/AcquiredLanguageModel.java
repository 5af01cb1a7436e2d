package dev.ascent.lm.client;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One user's share in a model of {@link LanguageModels}. */
public final class AcquiredLanguageModel implements LanguageModel {
  private final MeteringLanguageModel model;
  private final Runnable release;
  private final AtomicBoolean released = new AtomicBoolean();

  AcquiredLanguageModel(MeteringLanguageModel model, Runnable release) {
    this.model = model;
    this.release = release;
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return model.complete(request);
  }

  @Override
  public void unreadable() {
    model.unreadable();
  }

  /** The counts of all users of the model. */
  public LmMeter meter() {
    return model.meter();
  }

  /** Gives the share back; the last one to do so closes the model. */
  @Override
  public void close() {
    if (released.compareAndSet(false, true)) {
      release.run();
    }
  }
}
