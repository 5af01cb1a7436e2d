package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts what calls took, from all threads. */
public final class MeteringLanguageModel implements LanguageModel {
  private final LanguageModel model;
  private final LongAdder requests = new LongAdder();
  private final LongAdder reflections = new LongAdder();
  private final LongAdder answers = new LongAdder();
  private final LongAdder answeredReflections = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final LongAdder faultedReflections = new LongAdder();
  private final LongAdder cacheHits = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder completionTokens = new LongAdder();
  private final DoubleAdder usd = new DoubleAdder();
  private final LongAdder cachedTokens = new LongAdder();
  private final LongAdder unconfirmedTokens = new LongAdder();
  private final DoubleAdder unconfirmedUsd = new DoubleAdder();

  /**
   * @param model who is asked; closed with this
   */
  public MeteringLanguageModel(LanguageModel model) {
    this.model = model;
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return model.complete(request).thenApply(outcome -> count(request, outcome));
  }

  private LmOutcome count(ChatRequest request, LmOutcome outcome) {
    boolean answered = outcome instanceof LmOutcome.Answer;
    (answered ? answers : faults).increment();
    Usage usage = outcome.usage();
    if (answered && usage.requests() == 0) {
      cacheHits.increment();
    }
    if (request.purpose() == ChatRequest.Purpose.REFLECTION) {
      reflections.add(usage.requests());
      (answered ? answeredReflections : faultedReflections).increment();
    }
    requests.add(usage.requests());
    promptTokens.add(usage.promptTokens());
    completionTokens.add(usage.completionTokens());
    usd.add(usage.usd());
    cachedTokens.add(usage.cachedTokens());
    unconfirmedTokens.add(usage.unconfirmedTokens());
    unconfirmedUsd.add(usage.unconfirmedUsd());
    return outcome;
  }

  @Override
  public void unreadable() {
    unreadable.increment();
  }

  /** The counts up to now; calls under way are not in them until they end, as at closing. */
  public LmMeter meter() {
    return new LmMeter(
        requests.sum(),
        reflections.sum(),
        answers.sum(),
        answeredReflections.sum(),
        faults.sum(),
        faultedReflections.sum(),
        cacheHits.sum(),
        unreadable.sum(),
        promptTokens.sum(),
        completionTokens.sum(),
        usd.sum(),
        cachedTokens.sum(),
        unconfirmedTokens.sum(),
        unconfirmedUsd.sum());
  }

  @Override
  public void close() {
    model.close();
  }
}
