package dev.ascent.embedded.local;

import java.util.List;
import java.util.OptionalInt;

/**
 * How tokens are drawn, and when to stop.
 *
 * @param temperature 0 always takes the likeliest token
 * @param topP the share of the probability mass that tokens are drawn from
 * @param maxTokens the most tokens to generate
 * @param stop texts that end the generation; they are not part of the generated text
 * @param seed makes a draw repeatable, if present
 */
record Sampling(
    double temperature, double topP, int maxTokens, List<String> stop, OptionalInt seed) {

  Sampling {
    stop = List.copyOf(stop);
  }
}
