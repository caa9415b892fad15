package dev.kindling.model.kernels.cuda;

import java.nio.ByteBuffer;

/**
 * One GPU, as the CUDA backend uses it. Work is queued on one stream: it runs in the order of the
 * calls and, unless a method says that it waits, later than the call. An address is a byte address
 * in the GPU's memory. An instance belongs to one caller at a time.
 *
 * <p>A fault on the GPU shows in a later call; every method may therefore throw {@link
 * IllegalStateException}, whose message names the call of CUDA and its error.
 */
interface GpuDevice extends KernelRunner, AutoCloseable {
  /** Returns what the GPU is and how much of its memory is free now. */
  GpuProperties properties();

  // Memory.

  /**
   * Returns the address of fresh memory, aligned to 256 bytes, with any content.
   *
   * @throws IllegalStateException if the GPU has not so much free; the message gives both numbers
   */
  long allocate(long bytes);

  /** Gives back what {@link #allocate} returned, after all work queued before. */
  void free(long address);

  /**
   * Returns page-locked memory of the host, which {@link #send} and {@link #receive} copy without
   * waiting; direct, in native byte order, zeroed. It lives as long as the device.
   */
  ByteBuffer pinned(int bytes);

  /**
   * Copies {@code source.remaining()} bytes to the GPU. The source, any direct buffer, may be
   * changed as soon as the call returns. Its position stays.
   */
  void toDevice(long target, ByteBuffer source);

  /**
   * Copies {@code target.remaining()} bytes from the GPU into any direct buffer; waits for all work
   * queued before and for the copy. The target's position stays.
   */
  void toHost(ByteBuffer target, long source);

  /**
   * Queues a copy of {@code source.remaining()} bytes to the GPU. May be captured: a replay copies
   * what the buffer then holds.
   *
   * @param source of {@link #pinned}, or a slice of it; not to be changed before the copy is done
   */
  void send(long target, ByteBuffer source);

  /**
   * Queues a copy of {@code target.remaining()} bytes from the GPU. May be captured.
   *
   * @param target of {@link #pinned}, or a slice of it; not to be read before the copy is done
   */
  void receive(ByteBuffer target, long source);

  /** Queues a copy within the GPU's memory; the ranges must not overlap. May be captured. */
  void copy(long target, long source, long bytes);

  /** Queues the setting of bytes to zero. May be captured. */
  void zero(long address, long bytes);

  // Work.

  /**
   * Returns whether {@link #product} can do this in one call. Any product without an epilogue can
   * be done; an epilogue depends on the library and the types. Not to be called while capturing.
   */
  boolean supports(Product product);

  /**
   * Returns whether a product that applies an activation or its derivative is supported, and faster
   * so than with the same done by a kernel behind it. Measures it when a product is first asked
   * for, and keeps the answer. Not to be called while capturing.
   */
  boolean prefers(Product product);

  /**
   * Queues a matrix product. The first call of each {@link Product} outside a capture may wait: it
   * measures which algorithm is the fastest and keeps that one. The result of a product depends on
   * its algorithm alone, which does not change between the first call and {@link #close}. May be
   * captured, after a first call outside.
   *
   * @param operands the addresses, each a multiple of its elements' size; products are faster where
   *     all are multiples of 16 bytes
   */
  void product(Product product, ProductOperands operands);

  // Order and time.

  /** Returns a mark that is reached when all work queued so far is done. */
  GpuEvent record();

  /** Returns whether a mark is reached; does not wait. */
  boolean done(GpuEvent event);

  /** Waits until a mark is reached. */
  void await(GpuEvent event);

  /** Returns the GPU's time from one reached mark to a later one, in milliseconds. */
  float millisecondsBetween(GpuEvent start, GpuEvent end);

  /** Waits for all work queued before. */
  void synchronize();

  /**
   * Returns what a step queues, without running it.
   *
   * @param step calls only methods that may be captured; what it throws is thrown on, and the
   *     device is as before
   */
  GpuGraph capture(Runnable step);

  /** Queues all of a captured step. */
  void replay(GpuGraph graph);

  /** Waits for all work and frees all memory, functions, marks and graphs; twice does nothing. */
  @Override
  void close();
}
