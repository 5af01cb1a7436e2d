package dev.ascent.lm.client;

import dev.ascent.lm.ChatRequest;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is known of slow calls, by what they are for: a reflection's answer takes many times as long
 * as a label, and is no straggler for that.
 */
public final class Stragglers {
  private final Map<ChatRequest.Purpose, StragglerPolicy> policies =
      new EnumMap<>(ChatRequest.Purpose.class);

  public Stragglers() {
    for (ChatRequest.Purpose purpose : ChatRequest.Purpose.values()) {
      policies.put(purpose, new StragglerPolicy());
    }
  }

  /** The policy for calls like this one. */
  StragglerPolicy of(ChatRequest request) {
    return policies.get(request.purpose());
  }
}
