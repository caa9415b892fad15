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
  private final GrowingMemory sums; // of squares
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
    ParameterTable table = new ParameterTable();
    parts.forEach(part -> table.add(part.size(), null, part, null, null, null));
    long all = sums.atLeast((long) SUM_BYTES * (table.pieces() + 1));
    queue.copy(all, target, SUM_BYTES); // what is there is added to
    kernels.squaredNorms(table, place(table), false, all + SUM_BYTES);
    kernels.addSums(table.pieces() + 1, all, target);
  }

  void adamW(AdamWUpdate update, Clipping clipping, List<ParameterState> parameters) {
    ParameterTable table = table(parameters);
    clip(clipping);
    kernels.adamW(table, place(table), numbers(update), clippingAddress);
  }

  void lamb(
      AdamWUpdate update, double learningRate, Clipping clipping, List<ParameterState> parameters) {
    ParameterTable table = table(parameters);
    long at = place(table);
    long rate = queue.inputs().floats((float) learningRate);
    long ofValues = sums.atLeast((long) SUM_BYTES * (table.pieces() + 2L * table.parameters()));
    long ofDirections = ofValues + (long) SUM_BYTES * table.parameters();
    long ofPieces = ofDirections + (long) SUM_BYTES * table.parameters();
    clip(clipping);
    kernels.squaredNorms(table, at, true, ofPieces);
    kernels.addPieces(table, at, ofPieces, ofValues);
    kernels.adamDirection(table, at, numbers(update), clippingAddress);
    kernels.squaredNorms(table, at, false, ofPieces);
    kernels.addPieces(table, at, ofPieces, ofDirections);
    kernels.lambStep(table, at, rate, clippingAddress, ofValues, ofDirections);
  }

  /** Returns what an update writes: the parameters, and the copies that are up to date. */
  private ParameterTable table(List<ParameterState> parameters) {
    ParameterTable table = new ParameterTable();
    for (ParameterState p : parameters) {
      CudaBuffer value = (CudaBuffer) p.value();
      CudaBuffer copy = copies.toUpdate(value);
      table.add(
          value.size(),
          value.written(),
          written(p.gradient()),
          written(p.first()),
          written(p.second()),
          copy);
      copies.updated(value, copy);
    }
    return table;
  }

  private long place(ParameterTable table) {
    return queue.inputs().longs(table.fields());
  }

  private long numbers(AdamWUpdate u) {
    return queue
        .inputs()
        .floats(
            1, u.beta1(), u.beta2(), u.stepSize(), u.secondCorrection(), u.epsilon(), u.decay());
  }

  private void clip(Clipping clipping) {
    long squares = ((CudaScalars) clipping.squares()).address(clipping.index());
    kernels.clipping(squares, (float) clipping.limit(), clippingAddress);
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
