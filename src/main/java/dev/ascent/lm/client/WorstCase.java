package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.ChatRequest;

/**
 * The most that an attempt can cost: no tokenizer makes more tokens of a text than it has bytes,
 * and servers are taken to honour {@code max_tokens}.
 */
final class WorstCase {
  private final LmPrices prices;
  private final RequestWriter writer;

  WorstCase(LmProfile profile) {
    this.prices = profile.prices();
    this.writer = new RequestWriter(profile.extras());
  }

  /** Of an attempt at a request that the server may bill without answering it. */
  Usage of(ChatRequest request) {
    return of(writer.write(request).length, request);
  }

  /**
   * The same for a body that is written already.
   *
   * @param bytes of the body
   */
  Usage of(int bytes, ChatRequest request) {
    long answer = request.maxTokens() == null ? 0 : request.maxTokens();
    long answers = answer * request.samples();
    return Usage.unconfirmed(request.samples(), bytes + answers, prices.usd(bytes, 0, answers));
  }
}
