package dev.kindling.model.kernels.cpu;

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
import java.util.List;

/**
 * The CPU's kernels: unwraps buffers and cuts each kernel into tasks for a team of threads, at
 * borders that depend on shapes alone.
 */
final class CpuKernels implements Kernels {
  /** Elements of a task: enough to hide what it costs to hand one out. */
  private static final int TASK_ELEMENTS = 1 << 15;

  private static final int BAND_COLUMNS = 64;

  private final Workers workers;
  private final LinearKernels linear;
  private final AttentionKernels attention;
  private CpuBuffer partialSums = CpuBuffer.allocate(0, ElementType.FLOAT32);
  private double[] partials = new double[0];
  private boolean[] correct = new boolean[0];

  /**
   * Starts the threads.
   *
   * @param threads the caller's included, at least 1
   */
  CpuKernels(int threads) {
    workers = new Workers(threads);
    linear = new LinearKernels(workers);
    attention = new AttentionKernels(workers.team());
  }

  private static CpuBuffer cpu(Buffer buffer) {
    return (CpuBuffer) buffer;
  }

  private static CpuWeight cpu(Weight weight) {
    return (CpuWeight) weight;
  }

  private static HostScalars cpu(Scalars scalars) {
    return (HostScalars) scalars;
  }

  /** A part of rows, columns or elements. */
  private interface Range {
    void run(int from, int to);
  }

  private void split(int whole, int part, Range range) {
    workers
        .team()
        .run(
            ThreadTeam.tasks(whole, part),
            (task, thread) -> range.run(task * part, Math.min(whole, (task + 1) * part)));
  }

  private void splitRows(int rows, int columns, Range range) {
    split(rows, Math.max(1, TASK_ELEMENTS / columns), range);
  }

  @Override
  public Buffer allocate(long size, ElementType type) {
    return CpuBuffer.allocate(size, type);
  }

  @Override
  public boolean supports(ElementType type) {
    return PackedLayout.supports(type);
  }

  @Override
  public int maxBufferSize() {
    return CpuBuffer.MAX_SIZE;
  }

  @Override
  public Scalars scalars(int size) {
    return new HostScalars(size);
  }

  @Override
  public void zero(Buffer x) {
    split(x.size(), TASK_ELEMENTS, (from, to) -> cpu(x).zero(from, to - from));
  }

  @Override
  public Weight weight(int outputs, int inputs, Buffer values, ElementType type) {
    return linear.weight(outputs, inputs, cpu(values), type);
  }

  @Override
  public void linear(int rows, Buffer x, Weight weight, Buffer bias, Buffer y) {
    linear.forward(rows, cpu(x), cpu(weight), cpu(bias), cpu(y));
  }

  @Override
  public void linearActivation(
      Activation activation, int rows, Buffer x, Weight weight, Buffer bias, Buffer sum, Buffer y) {
    linear.activation(activation, rows, cpu(x), cpu(weight), cpu(bias), cpu(sum), cpu(y));
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
    linear.residual(rows, cpu(x), cpu(weight), cpu(bias), dropout, cpu(residual), cpu(sum));
  }

  @Override
  public void linearInputGradient(
      int rows, Buffer dy, Weight weight, boolean accumulate, Buffer dx) {
    linear.inputGradient(rows, cpu(dy), cpu(weight), accumulate, cpu(dx));
  }

  @Override
  public void linearInputGradient(
      Activation activation, int rows, Buffer dy, Weight weight, Buffer sum, Buffer dSum) {
    linear.inputGradient(activation, rows, cpu(dy), cpu(weight), cpu(sum), cpu(dSum));
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
    linear.parameterGradients(
        rows, outputs, inputs, cpu(dy), cpu(x), accumulate, cpu(dWeight), cpu(dBias));
  }

  @Override
  public void activationGradient(
      Activation activation, int rows, int columns, Buffer sum, Buffer dy, Buffer dSum) {
    split(
        rows * columns,
        TASK_ELEMENTS,
        (from, to) ->
            ActivationKernels.gradient(
                activation, to - from, cpu(sum), from, cpu(dy), from, cpu(dSum)));
  }

  @Override
  public void tanh(int rows, int columns, Buffer y) {
    split(rows * columns, TASK_ELEMENTS, (from, to) -> RowKernels.tanh(from, to, cpu(y)));
  }

  @Override
  public void tanhGradient(int rows, int columns, Buffer y, Buffer dy, Buffer dSum) {
    split(
        rows * columns,
        TASK_ELEMENTS,
        (from, to) -> RowKernels.tanhGradient(from, to, cpu(y), cpu(dy), cpu(dSum)));
  }

  @Override
  public void dropout(int rows, int columns, Dropout dropout, Buffer x, Buffer y) {
    splitRows(
        rows,
        columns,
        (from, to) -> RowKernels.dropout(from, to, columns, dropout, cpu(x), cpu(y)));
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
    splitRows(
        rows,
        columns,
        (from, to) ->
            LayerNormKernels.forward(
                from, to, columns, cpu(x), cpu(gain), cpu(bias), epsilon, cpu(y), cpu(statistics)));
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
    int blockRows = LayerNormKernels.BLOCK_ROWS;
    int blocks = ThreadTeam.tasks(rows, blockRows);
    CpuBuffer sums = partialSums(2 * blocks * columns);
    split(
        rows,
        blockRows,
        (from, to) ->
            LayerNormKernels.gradient(
                from,
                to,
                columns,
                cpu(x),
                cpu(gain),
                cpu(statistics),
                cpu(dy),
                accumulate,
                cpu(dx),
                sums,
                from / blockRows * 2 * columns));
    LayerNormKernels.addPartials(blocks, columns, sums, cpu(dGain), cpu(dBias));
  }

  private CpuBuffer partialSums(int size) {
    if (partialSums.size() < size) {
      partialSums.close();
      partialSums = CpuBuffer.allocate(size, ElementType.FLOAT32);
    }
    return partialSums;
  }

  @Override
  public void attention(
      Attention shape, Dropout dropout, Buffer qkv, Buffer logSumExp, Buffer context) {
    attention.forward(shape, dropout, cpu(qkv), cpu(logSumExp), cpu(context));
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
    attention.gradient(
        shape, dropout, cpu(qkv), cpu(logSumExp), cpu(context), cpu(dContext), cpu(dQkv));
  }

  @Override
  public void gatherRows(int rows, int columns, int[] indices, Buffer x, Buffer y) {
    splitRows(
        rows,
        columns,
        (from, to) -> GatherKernels.gather(from, to, columns, indices, cpu(x), cpu(y)));
  }

  @Override
  public void gatherAddRows(int rows, int columns, int[] indices, Buffer table, Buffer y) {
    splitRows(
        rows,
        columns,
        (from, to) -> GatherKernels.gatherAdd(from, to, columns, indices, cpu(table), cpu(y)));
  }

  @Override
  public void scatterAddRows(int rows, int columns, int[] indices, Buffer x, Buffer table) {
    split(
        columns,
        BAND_COLUMNS,
        (from, to) ->
            GatherKernels.scatterAdd(rows, columns, from, to, indices, cpu(x), cpu(table)));
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
    double[] losses = partials(rows);
    if (correct.length < rows) {
      correct = new boolean[rows];
    }
    splitRows(
        rows,
        columns,
        (from, to) ->
            CrossEntropyKernels.rows(
                from,
                to,
                columns,
                cpu(logits),
                labels,
                firstLabel,
                gradientScale,
                losses,
                correct));
    for (int row = 0; row < rows; row++) {
      cpu(sums).add(index, losses[row]);
      cpu(sums).add(index + 1, correct[row] ? 1 : 0);
    }
  }

  private double[] partials(int count) {
    if (partials.length < count) {
      partials = new double[count];
    }
    return partials;
  }

  @Override
  public void squaredNorm(List<Buffer> parts, Scalars sums, int index) {
    for (Buffer part : parts) {
      cpu(sums).add(index, squaredNorm(part));
    }
  }

  private double squaredNorm(Buffer x) {
    int block = OptimizerKernels.NORM_BLOCK;
    int blocks = ThreadTeam.tasks(x.size(), block);
    double[] norms = partials(blocks);
    split(
        x.size(),
        block,
        (from, to) -> norms[from / block] = OptimizerKernels.squaredNorm(from, to, cpu(x)));
    double sum = 0;
    for (int i = 0; i < blocks; i++) {
      sum += norms[i];
    }
    return sum;
  }

  private static double gradientScale(Clipping clipping) {
    return clipping.factor(cpu(clipping.squares()).get(clipping.index()));
  }

  @Override
  public void adamW(AdamWUpdate update, Clipping clipping, List<ParameterState> parameters) {
    double scale = gradientScale(clipping);
    if (Double.isNaN(scale)) {
      return;
    }
    for (ParameterState p : parameters) {
      adam(update, scale, p, false);
    }
  }

  @Override
  public void lamb(
      AdamWUpdate update, double learningRate, Clipping clipping, List<ParameterState> parameters) {
    double scale = gradientScale(clipping);
    if (Double.isNaN(scale)) {
      return;
    }
    for (ParameterState p : parameters) {
      adam(update, scale, p, true);
      double weights = squaredNorm(p.value());
      double direction = squaredNorm(p.gradient());
      double ratio = weights > 0 && direction > 0 ? Math.sqrt(weights / direction) : 1;
      addScaled((float) (-learningRate * ratio), p.gradient(), p.value());
    }
  }

  private void adam(AdamWUpdate update, double scale, ParameterState p, boolean directionOnly) {
    split(
        p.value().size(),
        TASK_ELEMENTS,
        (from, to) ->
            OptimizerKernels.adam(
                update,
                (float) scale,
                from,
                to,
                cpu(p.value()),
                cpu(p.gradient()),
                cpu(p.first()),
                cpu(p.second()),
                directionOnly));
  }

  private void addScaled(float scale, Buffer x, Buffer y) {
    split(
        x.size(),
        TASK_ELEMENTS,
        (from, to) -> OptimizerKernels.addScaled(scale, from, to, cpu(x), cpu(y)));
  }

  @Override
  public void close() {
    attention.close();
    linear.close();
    workers.close();
    partialSums.close();
  }
}
