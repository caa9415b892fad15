package dev.kindling.model.kernels.cuda;

/** A compiled kernel of one {@link GpuDevice}. */
interface GpuFunction {
  /** Returns the kernel's name, for messages. */
  String name();
}
