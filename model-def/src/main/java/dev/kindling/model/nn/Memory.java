package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;

/** Allocates the buffers of a network and closes them together. */
final class Memory implements AutoCloseable {
  private final Kernels kernels;
  private final List<Buffer> buffers = new ArrayList<>();

  Memory(Kernels kernels) {
    this.kernels = kernels;
  }

  Buffer allocate(long rows, long columns) {
    long size = rows * columns;
    if (size > kernels.maxBufferSize()) {
      throw new IllegalArgumentException(
          "a micro-batch needs a buffer of "
              + rows
              + " x "
              + columns
              + " elements, more than a buffer holds ("
              + kernels.maxBufferSize()
              + "): take fewer sequences per micro-batch");
    }
    Buffer buffer = kernels.allocate(size);
    buffers.add(buffer);
    return buffer;
  }

  @Override
  public void close() {
    buffers.forEach(Buffer::close);
    buffers.clear();
  }
}
