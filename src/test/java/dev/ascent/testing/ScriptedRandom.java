package dev.ascent.testing;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** Gives prepared draws in order; any other kind of draw fails. */
public final class ScriptedRandom implements RandomGenerator {
  private final Queue<Double> uniforms;
  private final Queue<Integer> positions;

  private ScriptedRandom(List<Double> uniforms, List<Integer> positions) {
    this.uniforms = new ArrayDeque<>(uniforms);
    this.positions = new ArrayDeque<>(positions);
  }

  public static ScriptedRandom ofUniforms(List<Double> uniforms) {
    return new ScriptedRandom(uniforms, List.of());
  }

  public static ScriptedRandom ofPositions(List<Integer> positions) {
    return new ScriptedRandom(List.of(), positions);
  }

  /** Whether everything prepared was drawn. */
  public boolean isUsedUp() {
    return uniforms.isEmpty() && positions.isEmpty();
  }

  @Override
  public double nextDouble() {
    return uniforms.remove();
  }

  @Override
  public int nextInt(int bound) {
    return positions.remove();
  }

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("only uniforms and positions are prepared");
  }
}
