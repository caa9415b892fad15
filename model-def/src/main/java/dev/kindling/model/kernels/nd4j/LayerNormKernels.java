package dev.kindling.model.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Reciprocal;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Layer normalisation of rows; matrices are (rows, columns), gain and bias (1, columns). */
final class LayerNormKernels implements AutoCloseable {
  private final Scratch scratch = new Scratch();

  /** See {@link dev.kindling.model.kernels.Kernels#layerNorm}. */
  void forward(
      INDArray x, INDArray gain, INDArray bias, double epsilon, INDArray y, INDArray statistics) {
    int rows = x.rows();
    int columns = x.columns();
    INDArray mean = scratch.matrix(0, rows, 1);
    INDArray reciprocal = scratch.matrix(1, rows, 1);
    INDArray centred = scratch.matrix(2, rows, columns);
    INDArray squares = scratch.matrix(3, rows, columns);
    Products.rowSums(x, scratch, mean);
    mean.divi(columns);
    x.subi(mean, centred);
    centred.muli(centred, squares);
    Products.rowSums(squares, scratch, reciprocal);
    reciprocal.divi(columns).addi(epsilon);
    Nd4j.exec(new Sqrt(reciprocal, reciprocal));
    Nd4j.exec(new Reciprocal(reciprocal, reciprocal));
    column(statistics, 0).assign(mean);
    column(statistics, 1).assign(reciprocal);
    centred.muli(reciprocal).muli(gain).addi(bias, y);
  }

  private static INDArray column(INDArray matrix, int index) {
    return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(index, index + 1));
  }

  /**
   * See {@link dev.kindling.model.kernels.Kernels#layerNormGradient}. With n = (x - mean)·r and g =
   * dy·gain·r: dx = g - mean(g) - n·mean(g·n); the gradients of gain and bias are the sums of dy·n
   * and of dy.
   */
  void gradient(
      INDArray x,
      INDArray gain,
      INDArray statistics,
      INDArray dy,
      boolean accumulate,
      INDArray dx,
      INDArray dGain,
      INDArray dBias) {
    int rows = x.rows();
    int columns = x.columns();
    INDArray mean = scratch.matrix(0, rows, 1);
    INDArray reciprocal = scratch.matrix(1, rows, 1);
    INDArray normal = scratch.matrix(2, rows, columns);
    INDArray g = scratch.matrix(3, rows, columns);
    INDArray product = scratch.matrix(4, rows, columns);
    reciprocal.assign(column(statistics, 1));
    x.subi(mean.assign(column(statistics, 0)), normal).muli(reciprocal);
    Products.columnSums(dy, scratch, true, dBias);
    dy.muli(normal, product);
    Products.columnSums(product, scratch, true, dGain);
    dy.muli(gain, g).muli(reciprocal);
    g.muli(normal, product);
    Products.rowSums(product, scratch, mean);
    normal.muli(mean.divi(columns));
    Products.rowSums(g, scratch, mean);
    g.subi(mean.divi(columns)).subi(normal);
    if (accumulate) {
      dx.addi(g);
    } else {
      dx.assign(g);
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
