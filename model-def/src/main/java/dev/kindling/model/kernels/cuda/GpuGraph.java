package dev.kindling.model.kernels.cuda;

/** A captured step of one {@link GpuDevice}. */
interface GpuGraph extends AutoCloseable {
  /** Frees the graph, after all its runs that are queued. */
  @Override
  void close();
}
