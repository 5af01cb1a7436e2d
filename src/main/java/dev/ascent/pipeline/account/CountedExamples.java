package dev.ascent.pipeline.account;

/**
 * Records of the examples topic that shared a fate.
 *
 * @param task whose they are
 * @param fate what became of them
 * @param count how many they are
 */
public record CountedExamples(String task, ExampleFate fate, int count) {
  /** A single record. */
  public static CountedExamples one(String task, ExampleFate fate) {
    return new CountedExamples(task, fate, 1);
  }
}
