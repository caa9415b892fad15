package dev.kindling.model.kernels;

/**
 * Double-precision numbers in a device's memory, zero at first, that operations add to and that the
 * host reads later: no operation waits for them. They belong to the {@link Kernels} that made them.
 */
public interface Scalars extends AutoCloseable {
  /** Returns how many there are. */
  int size();

  /** Sets all to zero. */
  void clear();

  /** Takes down what they are behind the operations called so far, without waiting for those. */
  Reading read();

  /** Frees the memory; a second call does nothing. Readings taken before stay good. */
  @Override
  void close();
}
