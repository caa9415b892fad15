package dev.kindling.model.kernels.cuda;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.ElementType;
import java.util.Arrays;

/** Matrix products as {@link GpuDevice#product} has them, in plain loops. */
final class EmulatedProducts {
  private static final int ALIGNMENT = 16;

  private final EmulatedMemory memory;

  EmulatedProducts(EmulatedMemory memory) {
    this.memory = memory;
  }

  void run(Product p, ProductOperands o) {
    requireAligned(o.a());
    requireAligned(o.b());
    requireAligned(o.c());
    int rowsOfA = p.transposeA() ? p.depth() : p.rows();
    int columnsOfA = p.transposeA() ? p.rows() : p.depth();
    float[] a = readRows(o.a(), rowsOfA, columnsOfA, p.strideA(), p.input());
    float[] b = memory.read(o.b(), p.depth() * p.columns(), p.input());
    float[] c =
        p.accumulate()
            ? readRows(o.c(), p.rows(), p.columns(), p.strideC(), p.output())
            : new float[p.rows() * p.columns()];
    for (int row = 0; row < p.rows(); row++) {
      for (int column = 0; column < p.columns(); column++) {
        double sum = 0;
        for (int k = 0; k < p.depth(); k++) {
          sum +=
              (double) a[p.transposeA() ? k * p.rows() + row : row * p.depth() + k]
                  * b[p.transposeB() ? column * p.depth() + k : k * p.columns() + column];
        }
        c[row * p.columns() + column] += (float) (p.scale() * sum);
      }
    }
    finish(p, o, a, c);
    for (int row = 0; row < p.rows(); row++) {
      long address = o.c() + (long) row * p.strideC() * p.output().bytes();
      int from = row * p.columns();
      memory.write(address, Arrays.copyOfRange(c, from, from + p.columns()), p.output());
    }
  }

  private float[] readRows(long address, int rows, int columns, int stride, ElementType type) {
    float[] dense = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      long start = address + (long) row * stride * type.bytes();
      System.arraycopy(memory.read(start, columns, type), 0, dense, row * columns, columns);
    }
    return dense;
  }

  private static void requireAligned(long address) {
    if (address % ALIGNMENT != 0) {
      throw new IllegalStateException("a product's operand is not aligned to 16 bytes");
    }
  }

  private void finish(Product p, ProductOperands o, float[] a, float[] c) {
    ElementType output = p.output();
    switch (p.epilogue()) {
      case NONE -> {}
      case BIAS -> addBias(p, o, c);
      case BIAS_GELU -> {
        addBias(p, o, c);
        memory.write(o.auxiliary(), c, output);
        for (int i = 0; i < c.length; i++) {
          c[i] = (float) ActivationReference.value(Activation.GELU_TANH, c[i]);
        }
      }
      case GELU_GRADIENT -> {
        float[] sum = memory.read(o.auxiliary(), c.length, output);
        for (int i = 0; i < c.length; i++) {
          c[i] *= (float) slope(sum[i]);
        }
      }
      case BIAS_GRADIENT -> {
        float[] sums = new float[p.rows()];
        for (int row = 0; row < p.rows(); row++) {
          for (int k = 0; k < p.depth(); k++) {
            sums[row] += a[p.transposeA() ? k * p.rows() + row : row * p.depth() + k];
          }
        }
        memory.write(o.bias(), sums, output);
      }
    }
  }

  private static double slope(double x) {
    double h = 1e-5;
    return (ActivationReference.value(Activation.GELU_TANH, x + h)
            - ActivationReference.value(Activation.GELU_TANH, x - h))
        / (2 * h);
  }

  private void addBias(Product p, ProductOperands o, float[] c) {
    float[] bias = memory.read(o.bias(), p.columns(), p.output());
    for (int i = 0; i < c.length; i++) {
      c[i] += bias[i % p.columns()];
    }
  }
}
