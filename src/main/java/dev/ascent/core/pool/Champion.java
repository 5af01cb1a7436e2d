package dev.ascent.core.pool;

import dev.ascent.core.promotion.Evidence;

/**
 * The program that consumers should use, since one epoch.
 *
 * @param epoch 0 for the start; rises by one at every promotion or rollback
 * @param program its id
 * @param evidence why it was promoted
 * @param cleaned id of the program that stands for it in the pool since some of what it held was
 *     forgotten, or null
 */
public record Champion(int epoch, String program, Evidence evidence, String cleaned) {

  /** A champion that holds nothing which was forgotten since. */
  public Champion(int epoch, String program, Evidence evidence) {
    this(epoch, program, evidence, null);
  }

  /** Id of the program that the pool has of it, as long as it has one. */
  public String pooled() {
    return cleaned == null ? program : cleaned;
  }

  /** Why it should be used if it were the champion again. */
  public Evidence evidenceNow() {
    return cleaned == null ? evidence.withoutLevel() : Evidence.ofCleaned(program);
  }
}
