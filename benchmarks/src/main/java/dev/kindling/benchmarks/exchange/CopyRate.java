package dev.kindling.benchmarks.exchange;

import java.util.stream.IntStream;

/** What this machine copies in memory: the most that any exchange within it could reach. */
public final class CopyRate {
  private static final int BUFFER_BYTES = 64 << 20; // beyond any cache
  private static final int COPIES = 16;

  private CopyRate() {}

  /** 10<sup>6</sup> bytes a second, all cores copying at once, best of three. */
  public static double megabytesPerSecond() {
    int cores = Runtime.getRuntime().availableProcessors();
    byte[][] sources = new byte[cores][BUFFER_BYTES];
    byte[][] targets = new byte[cores][BUFFER_BYTES];
    return IntStream.range(0, 3)
        .mapToDouble(
            pass -> {
              long start = System.nanoTime();
              IntStream.range(0, cores).parallel().forEach(i -> copy(sources[i], targets[i]));
              double seconds = (System.nanoTime() - start) / 1e9;
              return (double) BUFFER_BYTES * COPIES * cores / seconds / 1e6;
            })
        .max()
        .orElseThrow();
  }

  private static void copy(byte[] source, byte[] target) {
    for (int i = 0; i < COPIES; i++) {
      System.arraycopy(source, 0, target, 0, source.length);
    }
  }
}
