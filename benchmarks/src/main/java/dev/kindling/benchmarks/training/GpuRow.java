package dev.kindling.benchmarks.training;

/**
 * The steps of one side on a GPU, as {@code benchmarks/run gpu} prints them.
 *
 * @param side {@code kindling}, or PyTorch with its version
 * @param model name of the workload
 * @param stepMs of a whole step: forward, backward, clip, AdamW
 * @param tokensPerSecond of the batch, padding none
 * @param tflops 10<sup>12</sup> operations a second, counted as {@link ModelOperations} does for
 *     both sides
 * @param gib most memory of the GPU taken
 * @param loss of the last step: of each side's own weights and text
 */
record GpuRow(
    String side,
    String model,
    double stepMs,
    long tokensPerSecond,
    double tflops,
    double gib,
    double loss) {

  /** Two sides on one workload. */
  record Ratio(String model, double ratio, double shareOfProductRate) {}

  /** What could not be measured. */
  record Failed(String side, String model, String error) {}
}
