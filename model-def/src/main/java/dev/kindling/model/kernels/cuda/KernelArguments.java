package dev.kindling.model.kernels.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The arguments of one launch, in the order of the kernel's parameters; may be cleared and filled
 * again. Each argument stands in a slot of 8 bytes of one direct buffer in native byte order, so
 * that a device passes the slots' addresses on as they are.
 */
final class KernelArguments {
  /** Distance of two arguments in {@link #slots}. */
  static final int SLOT_BYTES = 8;

  private static final int MAX_ARGUMENTS = 32;

  private final ByteBuffer slots =
      ByteBuffer.allocateDirect(MAX_ARGUMENTS * SLOT_BYTES).order(ByteOrder.nativeOrder());
  private int count;

  /** Forgets all arguments. */
  KernelArguments clear() {
    count = 0;
    return this;
  }

  /** Adds a pointer into the GPU's memory; 0 is null. */
  KernelArguments address(long value) {
    return longs(value);
  }

  /** Adds a {@code long long} or an unsigned one. */
  KernelArguments longs(long value) {
    slots.putLong(next(), value);
    return this;
  }

  /** Adds an {@code int} or an unsigned one. */
  KernelArguments ints(int value) {
    slots.putInt(cleared(), value);
    return this;
  }

  /** Adds a {@code float}. */
  KernelArguments floats(float value) {
    slots.putFloat(cleared(), value);
    return this;
  }

  /** Adds a {@code double}. */
  KernelArguments doubles(double value) {
    slots.putDouble(next(), value);
    return this;
  }

  /** Returns the number of arguments. */
  int count() {
    return count;
  }

  /** Returns the memory of the arguments: argument i stands from {@code i · SLOT_BYTES} on. */
  ByteBuffer slots() {
    return slots;
  }

  /** A slot that is larger than its argument holds nothing else, so that equal ones are equal. */
  private int cleared() {
    int slot = next();
    slots.putLong(slot, 0);
    return slot;
  }

  private int next() {
    if (count == MAX_ARGUMENTS) {
      throw new IllegalStateException("a kernel takes at most " + MAX_ARGUMENTS + " arguments");
    }
    return SLOT_BYTES * count++;
  }
}
