package dev.ascent.testing;

import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.pipeline.rollout.ModelAccess;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The models of this process, of which some calls end the task that makes them. */
public final class CrashingModels implements ModelAccess {
  private static final long serialVersionUID = 1L;

  /** Static, as Flink copies the functions that hold it. */
  private static final AtomicInteger CALLS = new AtomicInteger();

  private final Set<Integer> fatal;

  /**
   * @param fatal which calls are, counted from 1 over all tasks and attempts
   */
  public CrashingModels(Integer... fatal) {
    this.fatal = Set.of(fatal);
    CALLS.set(0);
  }

  @Override
  public LanguageModel open(LmProfile profile) {
    LanguageModel model = ModelAccess.ofProcess(AllowedHosts.LOOPBACK).open(profile);
    return new LanguageModel() {
      @Override
      public CompletableFuture<LmOutcome> complete(ChatRequest request) {
        if (fatal.contains(CALLS.incrementAndGet())) {
          throw new AssertionError("a crash, as the test wants it");
        }
        return model.complete(request);
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }
}
