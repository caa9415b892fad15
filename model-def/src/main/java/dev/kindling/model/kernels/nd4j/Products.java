package dev.kindling.model.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Products and sums of row-major matrices. Sums are products with ones: ND4J's are slower. */
final class Products {
  private Products() {}

  /** {@code c = a · bᵀ}. */
  static void timesTransposed(INDArray a, INDArray b, INDArray c) {
    Nd4j.gemm(a, b, c, false, true, 1, 0);
  }

  /** {@code c = a · b}, or added to c. */
  static void times(INDArray a, INDArray b, boolean accumulate, INDArray c) {
    Nd4j.gemm(a, b, c, false, false, 1, accumulate ? 1 : 0);
  }

  /** {@code c = aᵀ · b}, or added to c. */
  static void transposedTimes(INDArray a, INDArray b, boolean accumulate, INDArray c) {
    Nd4j.gemm(a, b, c, true, false, 1, accumulate ? 1 : 0);
  }

  /** The sums of the columns of x (rows, columns), or added to sums (1, columns). */
  static void columnSums(INDArray x, Scratch scratch, boolean accumulate, INDArray sums) {
    times(scratch.ones(x.rows()), x, accumulate, sums);
  }

  /** The sums of the rows of x (rows, columns), as a column (rows, 1). */
  static void rowSums(INDArray x, Scratch scratch, INDArray sums) {
    timesTransposed(x, scratch.ones(x.columns()), sums);
  }
}
