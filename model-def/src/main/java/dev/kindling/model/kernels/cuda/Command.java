package dev.kindling.model.kernels.cuda;

import java.nio.LongBuffer;

/** Work for a GPU, to be queued later. Equal commands do the same to the same memory. */
interface Command {
  /** Queues the work. */
  void queueOn(GpuDevice device);

  /**
   * A kernel.
   *
   * @param arguments slots as {@link KernelArguments} has them
   */
  record Launch(GpuFunction function, LaunchGeometry geometry, LongBuffer arguments)
      implements Command {
    @Override
    public void queueOn(GpuDevice device) {
      KernelArguments slots = new KernelArguments();
      for (int i = 0; i < arguments.limit(); i++) {
        slots.longs(arguments.get(i));
      }
      device.launch(function, geometry, slots);
    }
  }

  /** A matrix product. */
  record Multiply(Product product, ProductOperands operands) implements Command {
    @Override
    public void queueOn(GpuDevice device) {
      device.product(product, operands);
    }
  }

  /** A copy within the GPU's memory. */
  record Copy(long target, long source, long bytes) implements Command {
    @Override
    public void queueOn(GpuDevice device) {
      device.copy(target, source, bytes);
    }
  }

  /** The setting of bytes to zero. */
  record Zero(long address, long bytes) implements Command {
    @Override
    public void queueOn(GpuDevice device) {
      device.zero(address, bytes);
    }
  }
}
