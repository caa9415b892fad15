package dev.kindling.benchmarks.training;

/**
 * The steps of one side on a GPU, as {@code benchmarks/run gpu} prints them.
 *
 * @param side {@code kindling}, or PyTorch with its version
 * @param model name of the workload
 * @param stepMs of a whole step: forward, backward, clip, AdamW; the median
 * @param tokensPerSecond of the batch, padding none
 * @param tflops 10<sup>12</sup> operations a second, counted as {@link ModelOperations} does for
 *     both sides
 * @param shareOfProductRate of the rate of the large product measured in the same call
 * @param gib memory of the GPU that is taken and nobody else can use, without CUDA's own: for
 *     PyTorch what its allocator has reserved
 * @param allocatedGib for PyTorch the most of it that tensors had at once; for us the same as gib
 * @param loss of the last step: of each side's own weights and text
 */
record GpuRow(
    String side,
    String model,
    double stepMs,
    long tokensPerSecond,
    double tflops,
    double shareOfProductRate,
    double gib,
    double allocatedGib,
    double loss) {

  /** The peer's time over ours. */
  record Ratio(String model, double ratio) {}

  /** What could not be measured. */
  record Failed(String side, String model, String error) {}
}
