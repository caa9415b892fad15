package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;

/** A vector in a GPU's memory. */
final class CudaBuffer implements Buffer, DeviceVector {
  private final CudaMemory memory;
  private final long address;
  private final int size;
  private final ElementType type;
  private final Content content;
  private boolean owner; // false for views and once closed

  /** Makes the owner of memory, or a view of it. */
  private CudaBuffer(
      CudaMemory memory, long address, int size, ElementType type, Content content, boolean owner) {
    this.memory = memory;
    this.address = address;
    this.size = size;
    this.type = type;
    this.content = content;
    this.owner = owner;
  }

  /** What a buffer and its views have in common. */
  private static final class Content {
    private long writes;
  }

  /** What tells a buffer from others that have, or had, the same memory. */
  record Identity(Object content, long address) {}

  Identity identity() {
    return new Identity(content, address);
  }

  /** Returns the owner of fresh memory. */
  static CudaBuffer owning(CudaMemory memory, long address, int size, ElementType type) {
    return new CudaBuffer(memory, address, size, type, new Content(), true);
  }

  @Override
  public CudaBuffer slice(int offset, int count) {
    if (offset < 0 || count < 0 || offset > size - count) {
      throw new IllegalArgumentException(
          "no " + count + " elements at " + offset + " of a buffer of " + size);
    }
    long start = address + (long) offset * type.bytes();
    return new CudaBuffer(memory, start, count, type, content, false);
  }

  /** Marks it as an operation's output; returns itself. */
  CudaBuffer written() {
    content.writes++;
    return this;
  }

  /** Returns how many operations it was an output of. */
  long writes() {
    return content.writes;
  }

  @Override
  public long address() {
    return address;
  }

  /** Returns its size in bytes. */
  long bytes() {
    return (long) size * type.bytes();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public void write(float[] source, int offset) {
    memory.write(source, offset, written());
  }

  @Override
  public void read(float[] target, int offset, int count) {
    memory.read(slice(0, count), target, offset);
  }

  @Override
  public void close() {
    if (owner) {
      memory.free(address);
      owner = false;
    }
  }
}
