package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;

/** A vector in a GPU's memory, or a matrix whose rows stand apart. */
final class CudaBuffer implements Buffer, DeviceVector {
  private final CudaMemory memory;
  private final long address;
  private final int size;
  private final ElementType type;
  private final Content content;
  private final Rows rows; // null for a vector
  private boolean owner; // false for views and once closed

  /** Makes the owner of memory, or a view of it. */
  private CudaBuffer(
      CudaMemory memory,
      long address,
      int size,
      ElementType type,
      Content content,
      Rows rows,
      boolean owner) {
    this.memory = memory;
    this.address = address;
    this.size = size;
    this.type = type;
    this.content = content;
    this.rows = rows;
    this.owner = owner;
  }

  /** What a buffer and its views have in common. */
  private static final class Content {
    private long writes;
  }

  /** Rows of so many elements, each so many behind the one before. */
  record Rows(int columns, int stride) {}

  /** What tells a buffer from others that have, or had, the same memory. */
  record Identity(Object content, long address) {}

  Identity identity() {
    return new Identity(content, address);
  }

  /** Returns the owner of fresh memory. */
  static CudaBuffer owning(CudaMemory memory, long address, int size, ElementType type, Rows rows) {
    return new CudaBuffer(memory, address, size, type, new Content(), rows, true);
  }

  @Override
  public CudaBuffer slice(int offset, int count) {
    if (offset < 0 || count < 0 || offset > size - count) {
      throw new IllegalArgumentException(
          "no " + count + " elements at " + offset + " of a buffer of " + size);
    }
    if (rows != null && (offset % rows.columns != 0 || count % rows.columns != 0)) {
      throw new IllegalArgumentException(
          "no whole rows of " + rows.columns + ": " + count + " elements at " + offset);
    }
    long start = address + places(offset) * type.bytes();
    return new CudaBuffer(memory, start, count, type, content, rows, false);
  }

  private long places(int elements) {
    return rows == null ? elements : (long) elements / rows.columns * rows.stride;
  }

  /** Returns a row of a matrix by itself. */
  CudaBuffer row(int row) {
    long start = address + (long) row * rows.stride * type.bytes();
    return new CudaBuffer(memory, start, rows.columns, type, content, null, false);
  }

  /** Returns how the rows stand apart; null for a vector. */
  Rows rows() {
    return rows;
  }

  @Override
  public int stride(int columns) {
    if (rows == null) {
      return columns;
    }
    if (rows.columns != columns) {
      throw new IllegalArgumentException(
          "rows of " + rows.columns + " elements were taken for rows of " + columns);
    }
    return rows.stride;
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

  /** Returns its size in bytes, with what stands between rows. */
  long bytes() {
    return places(size) * type.bytes();
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
