package dev.ascent.cli;

import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps what was said between a program and a model, for one run whose calls do not overlap. */
final class RecordingLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final List<Exchange> exchanges = new ArrayList<>();

  RecordingLanguageModel(LanguageModel model) {
    this.model = model;
  }

  /** One question and how it ended. */
  record Exchange(ChatRequest request, LmOutcome outcome) {}

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return model
        .complete(request)
        .whenComplete((outcome, failure) -> exchanges.add(new Exchange(request, outcome)));
  }

  /** What was said so far, in order; to be asked when the run has ended. */
  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  @Override
  public void close() {
    model.close();
  }
}
