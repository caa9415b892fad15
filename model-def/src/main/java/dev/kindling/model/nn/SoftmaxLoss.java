package dev.kindling.model.nn;

import dev.kindling.model.EngineOptions;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;

/** The cross-entropy that the heads end with, by itself, on logits from elsewhere. */
public final class SoftmaxLoss {
  private static final int CHUNK_ELEMENTS = 1 << 22;

  private SoftmaxLoss() {}

  /**
   * Adds up the losses of rows of logits, whose places their gradients take.
   *
   * @param logits (rows, columns), changed to the gradient of {@code gradientScale · loss sum};
   *     spoiled when {@code gradientScale} is 0
   * @param labels column of each row
   * @return summed loss in nats
   */
  public static double loss(float[] logits, int columns, int[] labels, float gradientScale) {
    if (labels.length == 0) {
      return 0;
    }
    int chunkRows = Math.min(labels.length, Math.max(1, CHUNK_ELEMENTS / columns));
    try (Kernels kernels = Backends.open(EngineOptions.cpu().backend(), 1);
        Buffer chunk = kernels.allocate((long) chunkRows * columns, ElementType.FLOAT32);
        Scalars sums = kernels.scalars(2)) {
      for (int first = 0; first < labels.length; first += chunkRows) {
        int count = Math.min(chunkRows, labels.length - first);
        chunk.slice(0, count * columns).write(logits, first * columns);
        kernels.softmaxCrossEntropy(count, columns, chunk, labels, first, gradientScale, sums, 0);
        chunk.read(logits, first * columns, count * columns);
      }
      return sums.read().values()[0];
    }
  }
}
