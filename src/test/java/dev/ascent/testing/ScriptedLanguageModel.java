package dev.ascent.testing;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Gives prepared outcomes in order, at once, and keeps what it was asked. */
public final class ScriptedLanguageModel implements LanguageModel {
  private final Queue<LmOutcome> script;
  private final List<ChatRequest> requests = new ArrayList<>();
  private int complaints;
  private boolean closed;

  public ScriptedLanguageModel(LmOutcome... script) {
    this.script = new ArrayDeque<>(List.of(script));
  }

  /** An answer that took one request of 10 prompt and 5 completion tokens. */
  public static LmOutcome answer(String text) {
    return new LmOutcome.Answer(text, new Usage(1, 10, 5, 0));
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    requests.add(request);
    return CompletableFuture.completedFuture(script.remove());
  }

  @Override
  public void unreadable() {
    complaints++;
  }

  @Override
  public void close() {
    closed = true;
  }

  public List<ChatRequest> requests() {
    return requests;
  }

  /** How many of its answers could not be read. */
  public int complaints() {
    return complaints;
  }

  public boolean isClosed() {
    return closed;
  }
}
