package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.keepFirst;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;
import static dev.kindling.model.kernels.cpu.Lanes.storeFirst;

import dev.kindling.model.kernels.CrossEntropySums;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/** Softmax cross-entropy of one row of logits, its gradient in their place. */
final class CrossEntropyKernels {
  private final float[] scratch = new float[Lanes.WIDTH];

  /** See {@link dev.kindling.model.kernels.Kernels#softmaxCrossEntropy}. */
  void row(
      int at,
      int columns,
      ByteBuffer logits,
      int label,
      float gradientScale,
      CrossEntropySums sums) {
    float labelLogit = logits.getFloat((at + label) << 2);
    float highest = max(at, columns, logits);
    float sum = exponentials(at, columns, logits, highest);
    sums.add(StrictMath.log(sum) + highest - labelLogit, labelLogit >= highest);
    if (gradientScale != 0) {
      multiply(at, columns, logits, gradientScale / sum);
      int labelByte = (at + label) << 2;
      logits.putFloat(labelByte, logits.getFloat(labelByte) - gradientScale);
    }
  }

  private static float max(int at, int columns, ByteBuffer x) {
    FloatVector max = broadcast(Float.NEGATIVE_INFINITY);
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      max = max.max(load(x, at + i));
    }
    if (bound < columns) {
      max = max.max(keepFirst(load(x, at + bound), columns - bound, Float.NEGATIVE_INFINITY));
    }
    return Lanes.max(max);
  }

  private float exponentials(int at, int columns, ByteBuffer x, float highest) {
    FloatVector sum = Lanes.zero();
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector e = Lanes.exp(load(x, at + i).sub(highest));
      store(e, x, at + i);
      sum = sum.add(e);
    }
    if (bound < columns) {
      FloatVector e = Lanes.exp(load(x, at + bound).sub(highest));
      storeFirst(e, x, at + bound, columns - bound);
      sum = sum.add(keepFirst(e, columns - bound, 0f));
    }
    return Lanes.sum(sum, scratch);
  }

  private static void multiply(int at, int columns, ByteBuffer x, float factor) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      store(load(x, at + i).mul(factor), x, at + i);
    }
    if (bound < columns) {
      storeFirst(load(x, at + bound).mul(factor), x, at + bound, columns - bound);
    }
  }
}
