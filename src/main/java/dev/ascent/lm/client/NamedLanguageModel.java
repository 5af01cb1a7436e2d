package dev.ascent.lm.client;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.concurrent.CompletableFuture;

/**
 * Says which model was meant where every call ends with the same fault: people have to mend its
 * profile, of which a task may have several.
 */
final class NamedLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final String name;

  /**
   * @param model who is asked; closed with this
   * @param name for people: never a key, nor an address that may hold one
   */
  NamedLanguageModel(LanguageModel model, String name) {
    this.model = model;
    this.name = name;
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return model.complete(request).thenApply(this::named);
  }

  private LmOutcome named(LmOutcome outcome) {
    return outcome instanceof LmOutcome.Fault fault && fault.kind().isSystemic()
        ? new LmOutcome.Fault(
            fault.kind(), fault.message() + " (" + name + ")", fault.usage(), fault.retryAfter())
        : outcome;
  }

  @Override
  public void close() {
    model.close();
  }
}
