package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.HostScalars;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.ParameterState;
import dev.kindling.model.kernels.Scalars;
import dev.kindling.model.kernels.Weight;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's kernels: unwraps buffers into arrays of the shapes that operations want. */
final class Nd4jKernels implements Kernels {
  private static final int PRODUCT = 0; // slot of products that go on to something else

  private final Scratch products = new Scratch();
  private final Scratch activations = new Scratch();
  private final DropoutMasks masks = new DropoutMasks();
  private final LayerNormKernels norms = new LayerNormKernels();
  private final AttentionKernels attention = new AttentionKernels();
  private final RowKernels rowKernels = new RowKernels();
  private final CrossEntropyKernels crossEntropy = new CrossEntropyKernels();
  private final OptimizerKernels optimizer = new OptimizerKernels();

  private static Nd4jBuffer nd4j(Buffer buffer) {
    return (Nd4jBuffer) buffer;
  }

  private static INDArray matrix(Buffer buffer, int rows, int columns) {
    return nd4j(buffer).matrix(rows, columns);
  }

  private static INDArray row(Buffer buffer, int columns) {
    return matrix(buffer, 1, columns);
  }

  private static HostScalars host(Scalars scalars) {
    return (HostScalars) scalars;
  }

  private static INDArray matrix(Weight weight) {
    return ((Nd4jWeight) weight).matrix();
  }

  @Override
  public Buffer allocate(long size, ElementType type) {
    if (size < 0 || size > maxBufferSize()) {
      throw new IllegalArgumentException(
          "a buffer holds at most " + maxBufferSize() + " elements, asked for " + size);
    }
    requireFloat32(type);
    try {
      return Nd4jBuffer.allocate((int) size);
    } catch (RuntimeException | OutOfMemoryError e) { // of either kind, as the library feels like
      throw new IllegalStateException(
          "ND4J has not enough memory for " + size + " more elements: " + e.getMessage(), e);
    }
  }

  private void requireFloat32(ElementType type) {
    if (!supports(type)) {
      throw new IllegalStateException(
          "The backend nd4j computes in float32 only, asked for "
              + type
              + ": set precision to float32, or take the backend cpu or cuda.");
    }
  }

  @Override
  public boolean supports(ElementType type) {
    return type == ElementType.FLOAT32;
  }

  @Override
  public int maxBufferSize() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Scalars scalars(int size) {
    return new HostScalars(size);
  }

  @Override
  public void zero(Buffer x) {
    matrix(x, 1, x.size()).assign(0);
  }

  @Override
  public Weight weight(int outputs, int inputs, Buffer values, ElementType type) {
    requireFloat32(type);
    return new Nd4jWeight(outputs, inputs, nd4j(values));
  }

  @Override
  public void linear(int rows, Buffer x, Weight weight, Buffer bias, Buffer y) {
    linear(rows, x, weight, bias, matrix(y, rows, weight.outputs()));
  }

  private static void linear(int rows, Buffer x, Weight weight, Buffer bias, INDArray y) {
    Products.timesTransposed(matrix(x, rows, weight.inputs()), matrix(weight), y);
    if (bias != null) {
      y.addi(row(bias, weight.outputs()));
    }
  }

  @Override
  public void linearActivation(
      Activation activation, int rows, Buffer x, Weight weight, Buffer bias, Buffer sum, Buffer y) {
    INDArray sums = matrix(sum, rows, weight.outputs());
    linear(rows, x, weight, bias, sums);
    ActivationKernels.forward(activation, sums, matrix(y, rows, weight.outputs()));
  }

  @Override
  public void linearResidual(
      int rows,
      Buffer x,
      Weight weight,
      Buffer bias,
      Dropout dropout,
      Buffer residual,
      Buffer sum) {
    INDArray product = products.matrix(PRODUCT, rows, weight.outputs());
    linear(rows, x, weight, bias, product);
    if (dropout.active()) {
      product.muli(masks.rows(dropout, rows, weight.outputs()));
    }
    INDArray stream = matrix(residual, rows, weight.outputs());
    stream.addi(product, matrix(sum, rows, weight.outputs()));
  }

  @Override
  public void linearInputGradient(
      int rows, Buffer dy, Weight weight, boolean accumulate, Buffer dx) {
    Products.times(
        matrix(dy, rows, weight.outputs()),
        matrix(weight),
        accumulate,
        matrix(dx, rows, weight.inputs()));
  }

  @Override
  public void linearInputGradient(
      Activation activation, int rows, Buffer dy, Weight weight, Buffer sum, Buffer dSum) {
    INDArray gradient = products.matrix(PRODUCT, rows, weight.inputs());
    Products.times(matrix(dy, rows, weight.outputs()), matrix(weight), false, gradient);
    ActivationKernels.gradient(
        activation,
        matrix(sum, rows, weight.inputs()),
        gradient,
        matrix(dSum, rows, weight.inputs()),
        activations);
  }

  @Override
  public void linearParameterGradients(
      int rows,
      int outputs,
      int inputs,
      Buffer dy,
      Buffer x,
      boolean accumulate,
      Buffer dWeight,
      Buffer dBias) {
    INDArray gradient = matrix(dy, rows, outputs);
    Products.transposedTimes(
        gradient, matrix(x, rows, inputs), accumulate, matrix(dWeight, outputs, inputs));
    if (dBias != null) {
      Products.columnSums(gradient, products, accumulate, row(dBias, outputs));
    }
  }

  @Override
  public void activationGradient(
      Activation activation, int rows, int columns, Buffer sum, Buffer dy, Buffer dSum) {
    ActivationKernels.gradient(
        activation,
        matrix(sum, rows, columns),
        matrix(dy, rows, columns),
        matrix(dSum, rows, columns),
        activations);
  }

  @Override
  public void tanh(int rows, int columns, Buffer y) {
    INDArray values = matrix(y, rows, columns);
    Nd4j.exec(new Tanh(values, values));
  }

  @Override
  public void tanhGradient(int rows, int columns, Buffer y, Buffer dy, Buffer dSum) {
    INDArray slope = activations.matrix(0, rows, columns);
    INDArray values = matrix(y, rows, columns);
    values.muli(values, slope).rsubi(1);
    matrix(dy, rows, columns).muli(slope, matrix(dSum, rows, columns));
  }

  @Override
  public void dropout(int rows, int columns, Dropout dropout, Buffer x, Buffer y) {
    INDArray values = matrix(x, rows, columns);
    INDArray target = matrix(y, rows, columns);
    if (dropout.active()) {
      values.muli(masks.rows(dropout, rows, columns), target);
    } else {
      target.assign(values);
    }
  }

  @Override
  public void layerNorm(
      int rows,
      int columns,
      Buffer x,
      Buffer gain,
      Buffer bias,
      double epsilon,
      Buffer y,
      Buffer statistics) {
    norms.forward(
        matrix(x, rows, columns),
        row(gain, columns),
        row(bias, columns),
        epsilon,
        matrix(y, rows, columns),
        matrix(statistics, rows, 2));
  }

  @Override
  public void layerNormGradient(
      int rows,
      int columns,
      Buffer x,
      Buffer gain,
      Buffer statistics,
      Buffer dy,
      boolean accumulate,
      Buffer dx,
      Buffer dGain,
      Buffer dBias) {
    norms.gradient(
        matrix(x, rows, columns),
        row(gain, columns),
        matrix(statistics, rows, 2),
        matrix(dy, rows, columns),
        accumulate,
        matrix(dx, rows, columns),
        row(dGain, columns),
        row(dBias, columns));
  }

  @Override
  public void attention(
      Attention shape, Dropout dropout, Buffer qkv, Buffer logSumExp, Buffer context) {
    attention.forward(shape, dropout, nd4j(qkv), nd4j(logSumExp), nd4j(context));
  }

  @Override
  public void attentionGradient(
      Attention shape,
      Dropout dropout,
      Buffer qkv,
      Buffer logSumExp,
      Buffer context,
      Buffer dContext,
      Buffer dQkv) {
    attention.gradient(shape, dropout, nd4j(qkv), nd4j(logSumExp), nd4j(dContext), nd4j(dQkv));
  }

  @Override
  public void gatherRows(int rows, int columns, int[] indices, Buffer x, Buffer y) {
    RowKernels.gather(table(x, columns), Arrays.copyOf(indices, rows), matrix(y, rows, columns));
  }

  @Override
  public void gatherAddRows(int rows, int columns, int[] indices, Buffer table, Buffer y) {
    rowKernels.gatherAdd(
        table(table, columns), Arrays.copyOf(indices, rows), matrix(y, rows, columns));
  }

  @Override
  public void scatterAddRows(int rows, int columns, int[] indices, Buffer x, Buffer table) {
    rowKernels.scatterAdd(nd4j(x), columns, Arrays.copyOf(indices, rows), table(table, columns));
  }

  /** Returns all whole rows of a buffer. */
  private static INDArray table(Buffer buffer, int columns) {
    return matrix(buffer, buffer.size() / columns, columns);
  }

  @Override
  public void softmaxCrossEntropy(
      int rows,
      int columns,
      Buffer logits,
      int[] labels,
      int firstLabel,
      float gradientScale,
      Scalars sums,
      int index) {
    crossEntropy.run(
        rows, columns, nd4j(logits), labels, firstLabel, gradientScale, host(sums), index);
  }

  @Override
  public void squaredNorm(List<Buffer> parts, Scalars sums, int index) {
    for (Buffer part : parts) {
      host(sums).add(index, optimizer.squaredNorm(nd4j(part)));
    }
  }

  private static double gradientScale(Clipping clipping) {
    return clipping.factor(host(clipping.squares()).get(clipping.index()));
  }

  @Override
  public void adamW(AdamWUpdate update, Clipping clipping, List<ParameterState> parameters) {
    double scale = gradientScale(clipping);
    if (!Double.isNaN(scale)) {
      parameters.forEach(p -> optimizer.adamW(update, scale, p));
    }
  }

  @Override
  public void lamb(
      AdamWUpdate update, double learningRate, Clipping clipping, List<ParameterState> parameters) {
    double scale = gradientScale(clipping);
    if (!Double.isNaN(scale)) {
      parameters.forEach(p -> optimizer.lamb(update, learningRate, scale, p));
    }
  }

  @Override
  public void close() {
    products.close();
    activations.close();
    masks.close();
    norms.close();
    attention.close();
    rowKernels.close();
    crossEntropy.close();
    optimizer.close();
  }
}
