package dev.ascent.embedded.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A generator whose draws follow from a seed and the texts and numbers that name the occasion. */
final class Chance {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final SplittableRandom random;

  private Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The generator of one occasion. */
  static Chance of(long seed, String purpose, long number) {
    return new Chance(mix(mix(hash(seed, purpose)) + number));
  }

  /** Extends a hash by a text: FNV-1a over its characters, then over the hash so far. */
  static long hash(long before, String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(before * FNV_PRIME + hash);
  }

  /** Stafford's variant 13 of the MurmurHash3 finalizer: every input bit reaches every output. */
  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** Uniform in [0, 1). */
  double unit() {
    return random.nextDouble();
  }

  boolean happens(double probability) {
    return unit() < probability;
  }

  double gaussian() {
    return random.nextGaussian();
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** A uniform draw among the items that differ from {@code excluded}. */
  <T> T pickOther(List<T> items, T excluded) {
    return pick(items.stream().filter(item -> !item.equals(excluded)).toList());
  }

  /** The items in random order. */
  <T> List<T> shuffled(List<T> items) {
    List<T> shuffled = new ArrayList<>(items);
    for (int last = shuffled.size() - 1; last > 0; last--) {
      int chosen = random.nextInt(last + 1);
      T item = shuffled.get(chosen);
      shuffled.set(chosen, shuffled.get(last));
      shuffled.set(last, item);
    }
    return shuffled;
  }
}
