package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Off-heap memory. At least one vector of room follows the last element, so that kernels may load
 * (not store) a whole vector at any element.
 */
final class CpuBuffer implements Buffer {
  /** A ByteBuffer ends at 2 GiB, and a part of that is room for the last vector and alignment. */
  static final int MAX_SIZE = (Integer.MAX_VALUE >> 2) - 64;

  private static final int ALIGNMENT_BYTES = 64;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 14);

  private final int size;
  private final ElementType type;
  private final long address;
  private final ByteBuffer bytes;
  private final FloatBuffer floats; // views of the bytes, made once
  private final ShortBuffer shorts;
  private Pointer memory; // null for views and once closed

  private CpuBuffer(int size, ElementType type, long address, ByteBuffer bytes, Pointer memory) {
    this.size = size;
    this.type = type;
    this.address = address;
    this.bytes = bytes;
    this.floats = bytes.asFloatBuffer();
    this.shorts = bytes.asShortBuffer();
    this.memory = memory;
  }

  static CpuBuffer allocate(long size, ElementType type) {
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a buffer holds at most " + MAX_SIZE + " elements, asked for " + size);
    }
    long bytes = size * type.bytes() + ALIGNMENT_BYTES;
    Pointer memory = Pointer.calloc(bytes + ALIGNMENT_BYTES, 1);
    if (memory == null || memory.isNull()) {
      throw new IllegalStateException(
          "not enough memory outside the heap for " + bytes + " more bytes");
    }
    long aligned = (memory.address() + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
    ByteBuffer view = new Address(aligned, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    return new CpuBuffer((int) size, type, aligned, view, memory);
  }

  @Override
  public CpuBuffer slice(int offset, int count) {
    if (offset < 0 || count < 0 || offset > size - count) {
      throw new IllegalArgumentException(
          "no " + count + " elements at " + offset + " of a buffer of " + size);
    }
    int start = offset * type.bytes();
    ByteBuffer view = bytes.slice(start, bytes.capacity() - start).order(ByteOrder.nativeOrder());
    return new CpuBuffer(count, type, address + start, view, null);
  }

  /** Returns the memory, in native byte order, with room after the last element. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Returns the elements of a float32 buffer, with room after the last. */
  FloatBuffer floats() {
    return floats;
  }

  /** Returns the elements of a bfloat16 buffer, with room after the last. */
  ShortBuffer shorts() {
    return shorts;
  }

  /** Returns the address of an element. */
  long address(int index) {
    return address + (long) index * type.bytes();
  }

  /** Sets elements to zero. */
  void zero(int from, int count) {
    int end = (from + count) * type.bytes();
    int length;
    for (int at = from * type.bytes(); at < end; at += length) {
      length = Math.min(ZEROS.capacity(), end - at);
      bytes.put(at, ZEROS, 0, length); // unlike a fill by the native library: makes no object
    }
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
    if (type == ElementType.FLOAT32) {
      bytes.asFloatBuffer().put(source, offset, size);
      return;
    }
    ShortBuffer target = bytes.asShortBuffer();
    for (int i = 0; i < size; i++) {
      target.put(i, Bfloat16.round(source[offset + i]));
    }
  }

  @Override
  public void read(float[] target, int offset, int count) {
    if (type == ElementType.FLOAT32) {
      bytes.asFloatBuffer().limit(size).get(target, offset, count);
      return;
    }
    ShortBuffer source = bytes.asShortBuffer().limit(size);
    for (int i = 0; i < count; i++) {
      target[offset + i] = Bfloat16.widen(source.get(i));
    }
  }

  @Override
  public void close() {
    if (memory != null) {
      Pointer.free(memory);
      memory = null;
    }
  }

  /** A pointer to memory that it does not own. */
  private static final class Address extends BytePointer {
    Address(long address, long capacity) {
      this.address = address;
      this.limit = capacity;
      this.capacity = capacity;
    }
  }
}
