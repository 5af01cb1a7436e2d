package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.concurrent.CompletableFuture;

/** Stands in for a model that cannot be asked: every call ends with the same fault. */
final class FaultingLanguageModel implements LanguageModel {
  private final LmOutcome fault;

  FaultingLanguageModel(FaultKind kind, String message) {
    this.fault = new LmOutcome.Fault(kind, message, Usage.NONE);
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return CompletableFuture.completedFuture(fault);
  }

  @Override
  public void close() {}
}
