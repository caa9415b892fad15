package dev.kindling.model.kernels.cuda;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.ParameterState;
import dev.kindling.model.kernels.Scalars;
import dev.kindling.model.kernels.Weight;
import java.util.List;

/**
 * The kernels of a GPU: unwraps buffers and hands the host's values over; what is called becomes
 * commands that the GPU gets with {@link #submit}.
 */
final class CudaKernels implements Kernels {
  private final GpuDevice device;
  private final DeviceMemory deviceMemory;
  private final CommandQueue queue;
  private final GrowingMemory scratch; // of kernels with several stages
  private final GrowingMemory projected;
  private final CudaMemory memory;
  private final Bfloat16Copies copies;
  private final LinearKernels linear;
  private final ElementKernels elements;
  private final NormKernels norms;
  private final AttentionKernels attention;
  private final RowKernels rowKernels;
  private final LossKernels losses;
  private final OptimizerKernels optimizer;
  private final RowOrder rowOrder = new RowOrder();
  private int[] order = new int[0];

  /** Takes over the device, and closes it last. */
  CudaKernels(GpuDevice device) {
    this.device = device;
    deviceMemory = new DeviceMemory(device);
    queue = new CommandQueue(device, deviceMemory);
    scratch = new GrowingMemory(deviceMemory);
    projected = new GrowingMemory(deviceMemory);
    KernelLauncher launcher = new KernelLauncher(queue);
    elements = new ElementKernels(launcher);
    memory = new CudaMemory(device, deviceMemory, queue, elements);
    copies = new Bfloat16Copies(memory, elements);
    SumKernels sums = new SumKernels(launcher, scratch);
    linear = new LinearKernels(queue, elements, sums, copies, projected);
    norms = new NormKernels(launcher, sums, scratch);
    attention = new AttentionKernels(launcher, scratch);
    rowKernels = new RowKernels(launcher, scratch);
    losses = new LossKernels(launcher, scratch);
    ParameterKernels parameters = new ParameterKernels(launcher);
    optimizer = new OptimizerKernels(queue, parameters, copies, deviceMemory);
  }

  private static CudaBuffer in(Buffer buffer) {
    CudaBuffer vector = (CudaBuffer) buffer;
    if (vector != null && vector.rows() != null) {
      throw new IllegalArgumentException("only products take rows that stand apart");
    }
    return vector;
  }

  /** A buffer whose rows may stand apart. */
  private static CudaBuffer inRows(Buffer buffer) {
    return (CudaBuffer) buffer;
  }

  private static CudaBuffer out(Buffer buffer) {
    return buffer == null ? null : in(buffer).written();
  }

  private static CudaWeight in(Weight weight) {
    return (CudaWeight) weight;
  }

  private DeviceDropout in(Dropout dropout, int rows) {
    if (!dropout.active()) {
      return DeviceDropout.NONE;
    }
    long key = queue.inputs().longs(dropout.key(), dropout.firstRow());
    long numbers = dropout.rows() == null ? 0 : in(dropout.rows(), rows);
    return new DeviceDropout(dropout.rate(), key, numbers);
  }

  private long in(int[] values, int count) {
    return queue.inputs().ints(values, count);
  }

  private DeviceAttention in(Attention shape) {
    int longest = 0;
    for (int i = 0; i < shape.sequences(); i++) {
      longest = Math.max(longest, shape.length(i));
    }
    return new DeviceAttention(
        shape.sequences(),
        in(shape.starts(), shape.sequences() + 1),
        shape.rows(),
        longest,
        shape.heads(),
        shape.headSize(),
        shape.causal());
  }

  @Override
  public Buffer allocate(long size, ElementType type) {
    return memory.allocate(size, type);
  }

  @Override
  public Buffer allocateRows(int rows, int columns, ElementType type) {
    return memory.allocateRows(rows, columns, type);
  }

  @Override
  public boolean supports(ElementType type) {
    return true;
  }

  @Override
  public int maxBufferSize() {
    return CudaMemory.MAX_SIZE;
  }

  @Override
  public Scalars scalars(int size) {
    return new CudaScalars(queue, memory, deviceMemory.allocate((long) size * Double.BYTES), size);
  }

  @Override
  public void zero(Buffer x) {
    queue.zero(inRows(x).written().address(), inRows(x).bytes());
  }

  @Override
  public Weight weight(int outputs, int inputs, Buffer values, ElementType type) {
    return new CudaWeight(outputs, inputs, in(values), type, copies);
  }

  @Override
  public void linear(int rows, Buffer x, Weight weight, Buffer bias, Buffer y) {
    linear.forward(rows, in(x), in(weight), in(bias), inRows(y).written());
  }

  @Override
  public void linearActivation(
      Activation activation, int rows, Buffer x, Weight weight, Buffer bias, Buffer sum, Buffer y) {
    linear.activation(activation, rows, in(x), in(weight), in(bias), out(sum), out(y));
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
    queue.putOff(
        linear.residual(
            rows, in(x), in(weight), in(bias), in(dropout, rows), in(residual), out(sum)));
  }

  @Override
  public void linearInputGradient(
      int rows, Buffer dy, Weight weight, boolean accumulate, Buffer dx) {
    linear.inputGradient(rows, inRows(dy), in(weight), accumulate, out(dx));
  }

  @Override
  public void linearInputGradient(
      Activation activation, int rows, Buffer dy, Weight weight, Buffer sum, Buffer dSum) {
    linear.inputGradient(activation, rows, in(dy), in(weight), in(sum), out(dSum));
  }

  @Override
  public boolean wantsGradientApart(Activation activation) {
    return LinearKernels.fuses(activation);
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
        rows, outputs, inputs, inRows(dy), in(x), accumulate, out(dWeight), out(dBias));
  }

  @Override
  public void activationGradient(
      Activation activation, int rows, int columns, Buffer sum, Buffer dy, Buffer dSum) {
    elements.activationGradient(activation, (long) rows * columns, in(sum), in(dy), out(dSum));
  }

  @Override
  public void tanh(int rows, int columns, Buffer y) {
    elements.tanh((long) rows * columns, out(y));
  }

  @Override
  public void tanhGradient(int rows, int columns, Buffer y, Buffer dy, Buffer dSum) {
    elements.tanhGradient((long) rows * columns, in(y), in(dy), out(dSum));
  }

  @Override
  public void dropout(int rows, int columns, Dropout dropout, Buffer x, Buffer y) {
    if (dropout.active()) {
      elements.dropout(rows, columns, in(dropout, rows), in(x), out(y));
    } else {
      elements.convert((long) rows * columns, in(x), out(y));
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
    if (queue.putOff() instanceof ResidualStep step && step.feeds(rows, columns, in(x), in(y))) {
      queue.take();
      norms.dropoutResidualNorm(
          rows,
          columns,
          step.x(),
          step.bias(),
          step.dropout(),
          step.residual(),
          step.sum(),
          in(gain),
          in(bias),
          (float) epsilon,
          out(y),
          out(statistics));
      return;
    }
    norms.layerNorm(
        rows, columns, in(x), in(gain), in(bias), (float) epsilon, out(y), out(statistics));
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
    norms.layerNormGradient(
        rows,
        columns,
        in(x),
        in(gain),
        in(statistics),
        in(dy),
        accumulate,
        out(dx),
        out(dGain),
        out(dBias));
  }

  @Override
  public void layerNormGradientDropout(
      int rows,
      int columns,
      Buffer x,
      Buffer gain,
      Buffer statistics,
      Buffer dy,
      boolean accumulate,
      Buffer dx,
      Buffer dGain,
      Buffer dBias,
      Dropout dropout,
      Buffer dropped) {
    norms.layerNormGradientDropout(
        rows,
        columns,
        in(x),
        in(gain),
        in(statistics),
        in(dy),
        accumulate,
        out(dx),
        out(dGain),
        out(dBias),
        in(dropout, rows),
        out(dropped));
  }

  @Override
  public void attention(
      Attention shape, Dropout dropout, Buffer qkv, Buffer logSumExp, Buffer context) {
    attention.attention(
        in(shape), in(dropout, shape.rows()), in(qkv), out(logSumExp), out(context));
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
    attention.attentionGradient(
        in(shape),
        in(dropout, shape.rows()),
        in(qkv),
        in(logSumExp),
        in(context),
        in(dContext),
        out(dQkv));
  }

  @Override
  public void gatherRows(int rows, int columns, int[] indices, Buffer x, Buffer y) {
    rowKernels.gather(rows, columns, in(indices, rows), in(x), out(y));
  }

  @Override
  public void gatherAddRows(int rows, int columns, int[] indices, Buffer table, Buffer y) {
    rowKernels.gatherAdd(rows, columns, in(indices, rows), in(table), out(y));
  }

  @Override
  public void scatterAddRows(int rows, int columns, int[] indices, Buffer x, Buffer table) {
    if (order.length < rows) {
      order = new int[rows];
    }
    rowOrder.fill(rows, indices, order);
    rowKernels.scatterAdd(rows, columns, in(indices, rows), in(order, rows), in(x), out(table));
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
    losses.softmaxCrossEntropy(
        rows,
        columns,
        inRows(logits).written(),
        in(labels, firstLabel + rows) + (long) firstLabel * Integer.BYTES,
        queue.inputs().floats(gradientScale),
        ((CudaScalars) sums).address(index));
  }

  @Override
  public void squaredNorm(List<Buffer> parts, Scalars sums, int index) {
    List<CudaBuffer> buffers = parts.stream().map(CudaKernels::in).toList();
    optimizer.squaredNorm(buffers, ((CudaScalars) sums).address(index));
  }

  @Override
  public void adamW(AdamWUpdate update, Clipping clipping, List<ParameterState> parameters) {
    optimizer.adamW(update, clipping, parameters);
  }

  @Override
  public void lamb(
      AdamWUpdate update, double learningRate, Clipping clipping, List<ParameterState> parameters) {
    optimizer.lamb(update, learningRate, clipping, parameters);
  }

  /** Returns the bytes of the GPU's memory in use, without the product library's. */
  long usedBytes() {
    return deviceMemory.used();
  }

  /** Returns how many submissions were replays of a graph. */
  int replays() {
    return queue.replays();
  }

  @Override
  public void submit() {
    queue.submit();
  }

  @Override
  public void close() {
    optimizer.close();
    copies.close();
    projected.close();
    scratch.close();
    memory.close();
    queue.close();
    try {
      deviceMemory.close();
    } finally { // a buffer that was left open must not keep the GPU
      device.close();
    }
  }
}
