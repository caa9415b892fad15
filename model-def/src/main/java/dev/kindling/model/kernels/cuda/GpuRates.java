package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * What a GPU reaches at best, for a benchmark to set beside what kernels reach.
 *
 * @param gpu its name
 * @param bfloat16Flops floating-point operations a second of a bfloat16 product of 8192³
 * @param copyBytes bytes a second, read and written, of a copy of 1 GiB within its memory
 */
public record GpuRates(String gpu, double bfloat16Flops, double copyBytes) {
  private static final int SIDE = 8192;
  private static final long COPIED_BYTES = 1L << 30;
  private static final int WARM_RUNS = 5;
  private static final int RUNS = 20;

  /**
   * Measures, in a few seconds.
   *
   * @param address of the GPU, as {@link Gpus#requireUsable} takes it
   */
  public static GpuRates measure(String address) {
    try (JavaCppDevice device = JavaCppDevice.open(address)) {
      long memory = device.allocate(2 * COPIED_BYTES);
      device.zero(memory, 2 * COPIED_BYTES);
      double copy = seconds(device, () -> device.copy(memory + COPIED_BYTES, memory, COPIED_BYTES));
      long matrixBytes = (long) SIDE * SIDE * ElementType.BFLOAT16.bytes();
      Product product =
          Product.of(SIDE, SIDE, SIDE, ElementType.BFLOAT16, ElementType.BFLOAT16).bTransposed();
      fillWithNumbers(device, memory, 2 * matrixBytes);
      ProductOperands operands =
          ProductOperands.of(memory, memory + matrixBytes, memory + 2 * matrixBytes);
      double multiply = seconds(device, () -> device.product(product, operands));
      return new GpuRates(
          device.properties().name(),
          2.0 * SIDE * SIDE * SIDE / multiply,
          2.0 * COPIED_BYTES / copy);
    }
  }

  /** Products of zeros draw less power, and so run faster than any that training has. */
  private static void fillWithNumbers(GpuDevice device, long address, long bytes) {
    ByteBuffer values =
        ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    SplittableRandom random = new SplittableRandom(1);
    while (values.hasRemaining()) {
      int bits = Float.floatToIntBits((float) random.nextDouble(-1, 1));
      values.putShort((short) (bits >>> 16));
    }
    device.toDevice(address, values.flip());
  }

  private static double seconds(GpuDevice device, Runnable work) {
    for (int i = 0; i < WARM_RUNS; i++) {
      work.run();
    }
    try (GpuEvent start = device.record()) {
      for (int i = 0; i < RUNS; i++) {
        work.run();
      }
      try (GpuEvent end = device.record()) {
        device.await(end);
        return device.millisecondsBetween(start, end) / 1e3 / RUNS;
      }
    }
  }
}
