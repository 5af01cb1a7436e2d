package dev.ascent.cli;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps what is said between a program and a model, for one run whose calls do not overlap. */
final class RecordingLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final List<Exchange> exchanges;

  /**
   * @param exchanges receives what is said, in order
   */
  RecordingLanguageModel(LanguageModel model, List<Exchange> exchanges) {
    this.model = model;
    this.exchanges = exchanges;
  }

  /** One question and how it ended. */
  record Exchange(ChatRequest request, LmOutcome outcome) {}

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return model
        .complete(request)
        .whenComplete((outcome, failure) -> exchanges.add(new Exchange(request, outcome)));
  }

  @Override
  public void close() {
    model.close();
  }
}
