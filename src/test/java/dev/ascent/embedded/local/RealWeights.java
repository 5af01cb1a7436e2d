package dev.ascent.embedded.local;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;

/** The real weights, for tests; a test that needs them is skipped where they cannot be fetched. */
final class RealWeights {

  private RealWeights() {}

  static Path fetch() throws InterruptedException {
    try {
      return LocalModelWeights.inUserCache().fetch(line -> {});
    } catch (LocalModelUnavailableException e) {
      return abort(e.getMessage());
    }
  }
}
