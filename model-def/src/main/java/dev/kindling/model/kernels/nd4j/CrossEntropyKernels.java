package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.HostScalars;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** Softmax cross-entropy of rows of logits, its gradient in their place. */
final class CrossEntropyKernels implements AutoCloseable {
  private final Scratch scratch = new Scratch();

  /** See {@link dev.kindling.model.kernels.Kernels#softmaxCrossEntropy}. */
  void run(
      int rows,
      int columns,
      Nd4jBuffer logits,
      int[] labels,
      int firstLabel,
      float gradientScale,
      HostScalars sums,
      int index) {
    INDArray x = logits.matrix(rows, columns);
    INDArray elements = logits.matrix(rows * columns, 1);
    int[] ofLabels = new int[rows];
    for (int row = 0; row < rows; row++) {
      ofLabels[row] = row * columns + labels[firstLabel + row];
    }
    INDArray wanted = scratch.matrix(0, rows, 1);
    INDArray highest = scratch.matrix(1, rows, 1);
    INDArray denominators = scratch.matrix(2, rows, 1);
    RowKernels.gather(elements, ofLabels, wanted);
    Nd4j.exec(new Max(x, highest, true, 1));
    x.subi(highest);
    Nd4j.exec(new Exp(x, x));
    Products.rowSums(x, scratch, denominators);

    float[] logit = Nd4jBuffer.read(wanted);
    float[] most = Nd4jBuffer.read(highest);
    float[] sum = Nd4jBuffer.read(denominators);
    float[] scales = new float[rows];
    float[] gradients = new float[rows];
    for (int row = 0; row < rows; row++) {
      double loss = StrictMath.log(sum[row]) + ((double) most[row] - logit[row]);
      sums.add(index, loss);
      sums.add(index + 1, logit[row] >= most[row] ? 1 : 0);
      scales[row] = gradientScale / sum[row];
      gradients[row] = (float) (gradientScale * StrictMath.expm1(-loss));
    }
    if (gradientScale != 0) {
      x.muli(scratch.filled(3, scales, rows, 1));
      RowKernels.put(scratch.filled(4, gradients, rows, 1), ofLabels, elements);
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
