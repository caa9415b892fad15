package dev.kindling.model.kernels.cpu;

import static dev.kindling.model.kernels.cpu.Lanes.broadcast;
import static dev.kindling.model.kernels.cpu.Lanes.keepFirst;
import static dev.kindling.model.kernels.cpu.Lanes.load;
import static dev.kindling.model.kernels.cpu.Lanes.store;
import static dev.kindling.model.kernels.cpu.Lanes.storeFirst;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/** Layer normalisation of one row, forward and backward. */
final class LayerNormKernels {
  private final float[] scratch = new float[Lanes.WIDTH];

  /** Normalises the row that starts at an index; statistics are two floats at {@code 2 * row}. */
  void forward(
      int row,
      int columns,
      ByteBuffer x,
      ByteBuffer gain,
      ByteBuffer bias,
      double epsilon,
      ByteBuffer y,
      ByteBuffer statistics) {
    int at = row * columns;
    float mean = sum(at, columns, x) / columns;
    float variance = squaredDeviations(at, columns, x, mean) / columns;
    float reciprocal = (float) (1 / Math.sqrt(variance + epsilon));
    statistics.putFloat(8 * row, mean);
    statistics.putFloat(8 * row + 4, reciprocal);
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector normal = load(x, at + i).sub(mean).mul(reciprocal);
      store(normal.fma(load(gain, i), load(bias, i)), y, at + i);
    }
    if (bound < columns) {
      FloatVector normal = load(x, at + bound).sub(mean).mul(reciprocal);
      FloatVector v = normal.fma(load(gain, bound), load(bias, bound));
      storeFirst(v, y, at + bound, columns - bound);
    }
  }

  private float sum(int at, int columns, ByteBuffer x) {
    FloatVector sum = Lanes.zero();
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      sum = sum.add(load(x, at + i));
    }
    if (bound < columns) {
      sum = sum.add(keepFirst(load(x, at + bound), columns - bound, 0f));
    }
    return Lanes.sum(sum, scratch);
  }

  private float squaredDeviations(int at, int columns, ByteBuffer x, float mean) {
    FloatVector sum = Lanes.zero();
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector deviation = load(x, at + i).sub(mean);
      sum = deviation.fma(deviation, sum);
    }
    if (bound < columns) {
      FloatVector deviation = keepFirst(load(x, at + bound).sub(mean), columns - bound, 0f);
      sum = deviation.fma(deviation, sum);
    }
    return Lanes.sum(sum, scratch);
  }

  /**
   * With n = (x - mean)·r and g = dy·gain: dx = r·(g - mean(g) - n·mean(g·n)), dGain += dy·n, dBias
   * += dy.
   */
  void backward(
      int row,
      int columns,
      ByteBuffer x,
      ByteBuffer gain,
      ByteBuffer statistics,
      ByteBuffer dy,
      boolean accumulate,
      ByteBuffer dx,
      ByteBuffer dGain,
      ByteBuffer dBias) {
    int at = row * columns;
    float mean = statistics.getFloat(8 * row);
    float reciprocal = statistics.getFloat(8 * row + 4);
    FloatVector sum = Lanes.zero();
    FloatVector sumNormal = Lanes.zero();
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector d = load(dy, at + i);
      FloatVector normal = load(x, at + i).sub(mean).mul(reciprocal);
      FloatVector g = d.mul(load(gain, i));
      sum = sum.add(g);
      sumNormal = g.fma(normal, sumNormal);
      store(d.fma(normal, load(dGain, i)), dGain, i);
      store(d.add(load(dBias, i)), dBias, i);
    }
    if (bound < columns) {
      int rest = columns - bound;
      FloatVector d = keepFirst(load(dy, at + bound), rest, 0f);
      FloatVector normal = keepFirst(load(x, at + bound).sub(mean).mul(reciprocal), rest, 0f);
      FloatVector g = keepFirst(d.mul(load(gain, bound)), rest, 0f);
      sum = sum.add(g);
      sumNormal = g.fma(normal, sumNormal);
      storeFirst(d.fma(normal, load(dGain, bound)), dGain, bound, rest);
      storeFirst(d.add(load(dBias, bound)), dBias, bound, rest);
    }
    float meanG = Lanes.sum(sum, scratch) / columns;
    float meanGn = Lanes.sum(sumNormal, scratch) / columns;
    input(at, columns, x, gain, dy, accumulate, dx, mean, reciprocal, meanG, meanGn);
  }

  private static void input(
      int at,
      int columns,
      ByteBuffer x,
      ByteBuffer gain,
      ByteBuffer dy,
      boolean accumulate,
      ByteBuffer dx,
      float mean,
      float reciprocal,
      float meanG,
      float meanGn) {
    int bound = Lanes.bound(columns);
    for (int i = 0; i < bound; i += Lanes.WIDTH) {
      FloatVector normal = load(x, at + i).sub(mean).mul(reciprocal);
      FloatVector g = load(dy, at + i).mul(load(gain, i)).sub(meanG);
      FloatVector d = normal.fma(broadcast(-meanGn), g).mul(reciprocal);
      store(accumulate ? d.add(load(dx, at + i)) : d, dx, at + i);
    }
    if (bound < columns) {
      FloatVector normal = load(x, at + bound).sub(mean).mul(reciprocal);
      FloatVector g = load(dy, at + bound).mul(load(gain, bound)).sub(meanG);
      FloatVector d = normal.fma(broadcast(-meanGn), g).mul(reciprocal);
      storeFirst(accumulate ? d.add(load(dx, at + bound)) : d, dx, at + bound, columns - bound);
    }
  }
}
