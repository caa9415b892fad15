package dev.kindling.model.kernels.cuda;

/**
 * What a GPU is.
 *
 * @param name as the driver gives it
 * @param major of the compute capability, 8 for an A100
 * @param minor of the compute capability
 * @param multiprocessors number of streaming multiprocessors
 * @param sharedBytes shared memory that one block may opt in to
 * @param totalBytes memory of the GPU
 * @param freeBytes of it, free for us when this was read
 */
public record GpuProperties(
    String name,
    int major,
    int minor,
    int multiprocessors,
    int sharedBytes,
    long totalBytes,
    long freeBytes) {
  /** Returns the compute capability as NVRTC names it, for example {@code sm_90}. */
  public String architecture() {
    return "sm_" + major + minor;
  }
}
