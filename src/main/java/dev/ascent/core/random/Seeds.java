package dev.ascent.core.random;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Generators seeded from ids, so that equal ids draw equal numbers on every machine. */
public final class Seeds {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Seeds() {}

  /** A generator for the given purpose; the parts say what is drawn and for whom. */
  public static RandomGenerator generator(long seed, String... parts) {
    return FACTORY.create(mix(hash(seed, parts)));
  }

  /** A hash of 64 bits in which near-equal texts have nothing in common. */
  public static long spread(String text) {
    return mix(hash(0, text));
  }

  /** FNV-1a over the seed and the parts, each part ended by a separator. */
  static long hash(long seed, String... parts) {
    long hash = FNV_OFFSET;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      hash = (hash ^ ((seed >>> shift) & 0xff)) * FNV_PRIME;
    }
    for (String part : parts) {
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * FNV_PRIME;
      }
      hash = (hash ^ 0x1f) * FNV_PRIME;
    }
    return hash;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): spreads near-equal hashes apart. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
