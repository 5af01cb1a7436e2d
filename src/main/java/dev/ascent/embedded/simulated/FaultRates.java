package dev.ascent.embedded.simulated;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often requests for completions fail, each share in [0, 1] and all together at most 1.
 *
 * @param tooManyRequests share that gets status 429
 * @param serverError share that gets status 500
 * @param cutBody share whose answer's body is cut short
 * @param hang share that is answered only after {@code hangTime}
 * @param closed share whose connection is closed without an answer
 * @param hangTime how long a hanging request waits
 * @param retryAfter what a 429's {@code Retry-After} says, in whole seconds
 */
public record FaultRates(
    double tooManyRequests,
    double serverError,
    double cutBody,
    double hang,
    double closed,
    Duration hangTime,
    Duration retryAfter) {

  public static final FaultRates NONE =
      new FaultRates(0, 0, 0, 0, 0, Duration.ofSeconds(120), Duration.ofSeconds(1));

  public FaultRates {
    requireShare("tooManyRequests", tooManyRequests);
    requireShare("serverError", serverError);
    requireShare("cutBody", cutBody);
    requireShare("hang", hang);
    requireShare("closed", closed);
    double sum = tooManyRequests + serverError + cutBody + hang + closed;
    if (sum > 1) {
      throw new IllegalArgumentException("shares of faults add up to more than 1: " + sum);
    }
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, got " + share);
    }
  }

  Optional<Fault> draw(Chance chance) {
    Map<Fault, Double> shares = new EnumMap<>(Fault.class);
    shares.put(Fault.TOO_MANY_REQUESTS, tooManyRequests);
    shares.put(Fault.SERVER_ERROR, serverError);
    shares.put(Fault.CUT_BODY, cutBody);
    shares.put(Fault.HANG, hang);
    shares.put(Fault.CLOSED, closed);
    double left = chance.unit();
    for (Map.Entry<Fault, Double> share : shares.entrySet()) {
      left -= share.getValue();
      if (left < 0) {
        return Optional.of(share.getKey());
      }
    }
    return Optional.empty();
  }
}
