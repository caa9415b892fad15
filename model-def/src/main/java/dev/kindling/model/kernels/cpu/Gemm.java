package dev.kindling.model.kernels.cpu;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** oneDNN's matrix product on one thread, row-major. */
final class Gemm {
  static {
    OneThread.load();
  }

  private final Address a = new Address();
  private final Address b = new Address();
  private final Address c = new Address();

  /**
   * c (m, n) = alpha · op(a) (m, k) · op(b) (k, n) + beta · c. Addresses are those of the first
   * elements, strides the distances of two rows in elements.
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      long aAddress,
      int aStride,
      long bAddress,
      int bStride,
      float beta,
      long cAddress,
      int cStride) {
    if (m == 0 || n == 0 || (k == 0 && beta == 1)) {
      return;
    }
    int status =
        dnnl.dnnl_sgemm(
            (byte) (transposeA ? 'T' : 'N'),
            (byte) (transposeB ? 'T' : 'N'),
            m,
            n,
            k,
            alpha,
            a.at(aAddress),
            aStride,
            b.at(bAddress),
            bStride,
            beta,
            c.at(cAddress),
            cStride);
    if (status != 0) {
      throw new IllegalStateException(
          "oneDNN refused a matrix product of " + m + " x " + n + " x " + k + ", code " + status);
    }
  }

  /** A pointer that can be moved: no object per call. */
  private static final class Address extends FloatPointer {
    Address at(long value) {
      this.address = value;
      return this;
    }
  }
}
