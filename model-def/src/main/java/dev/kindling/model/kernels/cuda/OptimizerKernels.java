package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.ParameterState;
import java.util.List;

/** Norms and updates of lists of parameters; no number of them comes to the host. */
final class OptimizerKernels implements AutoCloseable {
  private static final int SUM_BYTES = ParameterKernels.SUM_BYTES;

  private final CommandQueue queue;
  private final ParameterKernels kernels;
  private final Bfloat16Copies copies;
  private final GrowingMemory sums; // of squares, one a buffer
  private final long clippingAddress;
  private final DeviceMemory memory;

  OptimizerKernels(
      CommandQueue queue, ParameterKernels kernels, Bfloat16Copies copies, DeviceMemory memory) {
    this.queue = queue;
    this.kernels = kernels;
    this.copies = copies;
    this.memory = memory;
    sums = new GrowingMemory(memory);
    clippingAddress = memory.allocate(ParameterKernels.CLIPPING_BYTES);
  }

  /** Adds the squares of all elements to the double at an address. */
  void squaredNorm(List<CudaBuffer> parts, long target) {
    int count = parts.size() + 1; // the first is what is there
    long first = sums.atLeast((long) SUM_BYTES * count);
    queue.copy(first, target, SUM_BYTES);
    for (int i = 1; i < count; i++) {
      CudaBuffer part = parts.get(i - 1);
      kernels.squaredNorm(part.size(), part, first + (long) i * SUM_BYTES);
    }
    kernels.addSums(count, first, target);
  }

  void adamW(AdamWUpdate update, Clipping clipping, List<ParameterState> parameters) {
    long numbers = numbers(update);
    clip(clipping);
    for (ParameterState p : parameters) {
      CudaBuffer value = (CudaBuffer) p.value();
      CudaBuffer copy = copies.toUpdate(value);
      kernels.adamW(
          value.size(),
          numbers,
          clippingAddress,
          value.written(),
          (CudaBuffer) p.gradient(),
          written(p.first()),
          written(p.second()),
          copy);
      copies.updated(value, copy);
    }
  }

  void lamb(
      AdamWUpdate update, double learningRate, Clipping clipping, List<ParameterState> parameters) {
    long numbers = numbers(update);
    long rate = queue.inputs().floats((float) learningRate);
    long squares = sums.atLeast(2 * SUM_BYTES);
    clip(clipping);
    for (ParameterState p : parameters) {
      CudaBuffer value = (CudaBuffer) p.value();
      CudaBuffer copy = copies.toUpdate(value);
      CudaBuffer direction = written(p.gradient());
      int size = value.size();
      kernels.adamDirection(
          size,
          numbers,
          clippingAddress,
          value,
          direction,
          written(p.first()),
          written(p.second()));
      kernels.squaredNorm(size, value, squares);
      kernels.squaredNorm(size, direction, squares + SUM_BYTES);
      kernels.lambStep(
          size,
          rate,
          clippingAddress,
          squares,
          squares + SUM_BYTES,
          direction,
          value.written(),
          copy);
      copies.updated(value, copy);
    }
  }

  private long numbers(AdamWUpdate u) {
    return queue
        .inputs()
        .floats(
            1, u.beta1(), u.beta2(), u.stepSize(), u.secondCorrection(), u.epsilon(), u.decay());
  }

  private void clip(Clipping clipping) {
    long squares = ((CudaScalars) clipping.squares()).address(clipping.index());
    kernels.clipping(1, squares, (float) clipping.limit(), clippingAddress);
  }

  private static CudaBuffer written(Buffer buffer) {
    return ((CudaBuffer) buffer).written();
  }

  @Override
  public void close() {
    sums.close();
    memory.free(clippingAddress);
  }
}
