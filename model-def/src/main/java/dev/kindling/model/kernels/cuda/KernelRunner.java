package dev.kindling.model.kernels.cuda;

/** What runs kernels. */
interface KernelRunner {
  /**
   * Returns a kernel, compiled when it is first asked for. Not to be called while capturing.
   *
   * @param program the source and its definitions
   * @param name of an {@code extern "C" __global__} function in it
   * @throws IllegalStateException if it does not compile; the message has the compiler's log
   */
  GpuFunction function(CudaProgram program, String name);

  /** Queues a kernel. The arguments are taken over before the call returns. May be captured. */
  void launch(GpuFunction function, LaunchGeometry geometry, KernelArguments arguments);
}
