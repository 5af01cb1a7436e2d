package dev.ascent.embedded.local;

import dev.ascent.embedded.local.Generation.FinishReason;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A generator that answers from a function, and can be held until it is abandoned. */
final class ScriptedTextGenerator implements TextGenerator {

  static final String HOLD = "hold";
  static final String UNCOUNTABLE = "uncountable";

  final CountDownLatch held = new CountDownLatch(1);
  final CountDownLatch abandonedWhileHeld = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);

  private final Function<String, String> script;

  ScriptedTextGenerator(Function<String, String> script) {
    this.script = script;
  }

  /** Counts words. */
  @Override
  public int countTokens(String prompt) {
    if (prompt.contains(UNCOUNTABLE)) {
      throw new IllegalStateException("scripted failure to count");
    }
    return prompt.split("\\s+").length;
  }

  @Override
  public Generation generate(String prompt, Sampling sampling, BooleanSupplier abandoned) {
    if (prompt.contains(HOLD)) {
      holdUntil(abandoned);
    }
    String text = script.apply(prompt);
    return new Generation(text, FinishReason.STOP, countTokens(text));
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void holdUntil(BooleanSupplier abandoned) {
    held.countDown();
    while (!abandoned.getAsBoolean()) {
      Thread.onSpinWait();
    }
    abandonedWhileHeld.countDown();
  }
}
