package dev.kindling.model.kernels.cuda;

/** A mark in the order of one {@link GpuDevice}'s work. */
interface GpuEvent extends AutoCloseable {
  /** Gives the mark back to its device, which may use it again. */
  @Override
  void close();
}
