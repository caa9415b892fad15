package dev.kindling.model.kernels;

/**
 * A vector in a device's memory, aligned to 64 bytes and zero at first. It belongs to the {@link
 * Kernels} that allocated it and must be closed; using it afterwards is an error.
 */
public interface Buffer extends AutoCloseable {
  /** Returns the number of elements. */
  int size();

  /** Returns how the elements are stored. */
  ElementType type();

  /** Returns a view of {@code count} elements from {@code offset} on; closing it does nothing. */
  Buffer slice(int offset, int count);

  /**
   * Copies elements from an array into the whole buffer, rounded to its type.
   *
   * @param source array with at least {@code offset + size()} elements
   * @param offset index of the first element to copy
   */
  void write(float[] source, int offset);

  /**
   * Copies the first elements into an array.
   *
   * @param target array with at least {@code offset + count} elements
   * @param offset index of the first element to overwrite
   * @param count elements to copy, at most {@code size()}
   */
  void read(float[] target, int offset, int count);

  /** Frees the memory; a second call does nothing. */
  @Override
  void close();
}
