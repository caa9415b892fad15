package dev.kindling.model.kernels.cuda;

/** Memory of a GPU that a kernel's stages share. Its content lasts until the next request. */
interface ScratchMemory {
  /**
   * Returns the address of at least so many bytes, aligned to 256. It may grow, so not while
   * capturing: a step that is captured has run before, with the same requests.
   */
  long atLeast(long bytes);
}
