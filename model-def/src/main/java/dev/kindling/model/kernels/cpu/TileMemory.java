package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;

/** One thread's memory for a tile of scores and its gradients, which grows and is kept. */
final class TileMemory implements AutoCloseable {
  private CpuBuffer scores = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private CpuBuffer dProbabilities = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private CpuBuffer roundedProbabilities = CpuBuffer.allocate(0, ElementType.BFLOAT16);
  private CpuBuffer roundedDScores = CpuBuffer.allocate(0, ElementType.BFLOAT16);
  private boolean rounded;

  /**
   * Makes room for tiles.
   *
   * @param elements of a tile
   * @param type of what products read
   * @param gradients whether there is a way back
   */
  void reserve(int elements, ElementType type, boolean gradients) {
    rounded = type == ElementType.BFLOAT16;
    scores = grown(scores, elements, true);
    dProbabilities = grown(dProbabilities, elements, gradients);
    roundedProbabilities = grown(roundedProbabilities, elements, rounded);
    roundedDScores = grown(roundedDScores, elements, rounded && gradients);
  }

  private static CpuBuffer grown(CpuBuffer buffer, int size, boolean needed) {
    if (!needed || buffer.size() >= size) {
      return buffer;
    }
    buffer.close();
    return CpuBuffer.allocate(size, buffer.type());
  }

  /** Returns whether products read tiles that are rounded copies. */
  boolean rounded() {
    return rounded;
  }

  /** Scores, float32. */
  CpuBuffer scores() {
    return scores;
  }

  /** Gradients of the probabilities, float32. */
  CpuBuffer dProbabilities() {
    return dProbabilities;
  }

  /** Probabilities: in place of the scores, if that is the type that products read. */
  CpuBuffer probabilities() {
    return rounded ? roundedProbabilities : scores;
  }

  /** Gradients of the scores: in place of those of the probabilities, if that is the type. */
  CpuBuffer dScores() {
    return rounded ? roundedDScores : dProbabilities;
  }

  @Override
  public void close() {
    scores.close();
    dProbabilities.close();
    roundedProbabilities.close();
    roundedDScores.close();
  }
}
