package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;
import java.nio.ByteBuffer;

/**
 * Buffers in a GPU's memory, and copies between them and arrays of the host by way of page-locked
 * memory. Numbers cross over as float32; the GPU converts those of other buffers.
 */
final class CudaMemory implements AutoCloseable {
  /** A whole number of alignments, so that slices of buffers of any type can be products' input. */
  static final int MAX_SIZE = Integer.MAX_VALUE - 255;

  private static final int PIECE = 4 << 20; // elements
  private static final int ROW_ALIGNMENT = 64; // elements

  private final GpuDevice device;
  private final DeviceMemory memory;
  private final CommandQueue queue;
  private final ElementKernels elements;
  private final GrowingMemory converted; // a piece as float32
  private final OutgoingMemory outgoing;
  private ByteBuffer incoming; // page-locked; made for the first copy

  CudaMemory(GpuDevice device, DeviceMemory memory, CommandQueue queue, ElementKernels elements) {
    this.device = device;
    this.memory = memory;
    this.queue = queue;
    this.elements = elements;
    converted = new GrowingMemory(memory);
    outgoing = new OutgoingMemory(device, PIECE * Float.BYTES);
  }

  /** Returns a zeroed buffer; see {@link dev.kindling.model.kernels.Kernels#allocate}. */
  CudaBuffer allocate(long size, ElementType type) {
    return allocate(size, size, type, null);
  }

  /** Returns a zeroed matrix whose rows begin where products read them fastest. */
  CudaBuffer allocateRows(int rows, int columns, ElementType type) {
    int stride = Math.multiplyExact(Grids.parts(columns, ROW_ALIGNMENT), ROW_ALIGNMENT);
    return allocate(
        (long) rows * columns,
        (long) rows * stride,
        type,
        stride == columns ? null : new CudaBuffer.Rows(columns, stride));
  }

  private CudaBuffer allocate(long size, long places, ElementType type, CudaBuffer.Rows rows) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a buffer holds at most " + MAX_SIZE + " elements, asked for " + size);
    }
    long address = memory.allocate(Math.max(1, places * type.bytes()));
    CudaBuffer buffer = CudaBuffer.owning(this, address, (int) size, type, rows);
    if (size > 0) {
      queue.zero(address, buffer.bytes());
    }
    return buffer;
  }

  void free(long address) {
    queue.submit(); // commands may still name it
    memory.free(address);
  }

  /** Copies as many elements as the target has; the source is free when the call returns. */
  void write(float[] source, int offset, CudaBuffer target) {
    if (target.rows() != null) {
      int columns = target.rows().columns();
      for (int done = 0; done < target.size(); done += columns) {
        write(source, offset + done, target.row(done / columns));
      }
      return;
    }
    for (int done = 0; done < target.size(); done += PIECE) {
      CudaBuffer piece = target.slice(done, Math.min(PIECE, target.size() - done));
      if (piece.type() == ElementType.FLOAT32) {
        writeFloats(source, offset + done, piece.size(), piece);
      } else {
        DeviceVector floats = ScratchVector.of(converted, piece.size(), ElementType.FLOAT32);
        writeFloats(source, offset + done, piece.size(), floats);
        elements.convert(piece.size(), floats, piece);
      }
    }
  }

  /** Copies all elements of the source; waits for them. */
  void read(CudaBuffer source, float[] target, int offset) {
    if (source.rows() != null) {
      int columns = source.rows().columns();
      for (int done = 0; done < source.size(); done += columns) {
        read(source.row(done / columns), target, offset + done);
      }
      return;
    }
    for (int done = 0; done < source.size(); done += PIECE) {
      CudaBuffer piece = source.slice(done, Math.min(PIECE, source.size() - done));
      if (piece.type() == ElementType.FLOAT32) {
        readFloats(piece, piece.size(), target, offset + done);
      } else {
        DeviceVector floats = ScratchVector.of(converted, piece.size(), ElementType.FLOAT32);
        elements.convert(piece.size(), piece, floats);
        readFloats(floats, piece.size(), target, offset + done);
      }
    }
  }

  private void writeFloats(float[] source, int offset, int count, DeviceVector target) {
    queue.submit(); // what was called before comes first
    ByteBuffer piece = outgoing.next(count * Float.BYTES);
    piece.asFloatBuffer().put(0, source, offset, count);
    device.send(target.address(), piece);
  }

  private void readFloats(DeviceVector source, int count, float[] target, int offset) {
    queue.submit();
    ByteBuffer piece = incoming(count * Float.BYTES);
    device.receive(piece, source.address());
    try (GpuEvent copied = device.record()) {
      device.await(copied);
    }
    piece.asFloatBuffer().get(0, target, offset, count);
  }

  private ByteBuffer incoming(int bytes) {
    if (incoming == null || incoming.capacity() < bytes) {
      incoming = device.pinned(Math.min(PIECE * Float.BYTES, Math.max(2 * bytes, 1 << 16)));
    }
    return incoming.slice(0, bytes).order(incoming.order());
  }

  @Override
  public void close() {
    outgoing.close();
    converted.close();
  }
}
