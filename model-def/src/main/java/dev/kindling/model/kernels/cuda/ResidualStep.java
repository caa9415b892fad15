package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;

/**
 * {@code sum = residual + dropout(x + bias)}, the end of a sublayer, which a normalisation of the
 * sum may take along in one pass.
 *
 * @param x a product (rows, columns) in scratch memory
 * @param bias float32 (columns), or null
 * @param sum float32; it may be the residual
 */
record ResidualStep(
    ElementKernels elements,
    int rows,
    int columns,
    DeviceVector x,
    CudaBuffer bias,
    DeviceDropout dropout,
    CudaBuffer residual,
    CudaBuffer sum)
    implements Runnable {
  @Override
  public void run() {
    elements.dropoutResidual(rows, columns, x, bias, dropout, residual, sum);
  }

  /** Returns whether a normalisation of {@code input} to {@code y} can do this along with it. */
  boolean feeds(int ofRows, int ofColumns, CudaBuffer input, CudaBuffer y) {
    boolean types =
        x.type() == y.type()
            && (residual.type() == ElementType.FLOAT32 || residual.type() == y.type());
    return types
        && ofRows == rows
        && ofColumns == columns
        && input.address() == sum.address()
        && y.address() != sum.address();
  }
}
