package dev.kindling.benchmarks.tokenizer;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Passes of all sides in turn, so that whatever else the machine does falls on all of them; each
 * round begins with another side. The code is warm; each pass has new encoders, as if it were the
 * text's first.
 */
final class InterleavedRates {
  private static final long WARM_UP_NANOS = 2_000_000_000L;
  private static final EncoderSide[] SIDES = EncoderSide.values();

  private final EncodingPass[] passes;
  private final long[] tokens = new long[SIDES.length];
  private final long[][] nanos;
  private final long[] allocated = new long[SIDES.length];

  private InterleavedRates(byte[] json, Documents documents, int threads, int rounds) {
    passes =
        Arrays.stream(SIDES)
            .map(side -> new EncodingPass(side, json, documents, threads))
            .toArray(EncodingPass[]::new);
    nanos = new long[SIDES.length][rounds];
    Arrays.fill(allocated, Long.MAX_VALUE);
  }

  /** Measures every side; the same number of threads for each. */
  static EncodeRate[] measure(byte[] json, Documents documents, int threads, int rounds) {
    InterleavedRates rates = new InterleavedRates(json, documents, threads, rounds);
    try {
      for (int side = 0; side < SIDES.length; side++) {
        rates.warmUp(side);
      }
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < SIDES.length; i++) {
          rates.measure((round + i) % SIDES.length, round);
        }
      }
    } finally {
      for (EncodingPass pass : rates.passes) {
        pass.close();
      }
    }
    EncodeRate[] results = new EncodeRate[SIDES.length];
    for (int side = 0; side < SIDES.length; side++) {
      results[side] =
          EncodeRate.of(
              SIDES[side],
              threads,
              rates.tokens[side],
              documents.bytes(),
              rates.nanos[side],
              threads == 1 ? rates.allocated[side] : 0);
    }
    return results;
  }

  private void warmUp(int side) {
    long start = System.nanoTime();
    do {
      tokens[side] = passes[side].run(passes[side].newWorkers());
    } while (System.nanoTime() - start < WARM_UP_NANOS);
  }

  private void measure(int side, int round) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<SharedEncoder.Worker> workers = passes[side].newWorkers();
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    long found = passes[side].run(workers);
    nanos[side][round] = System.nanoTime() - start;
    allocated[side] =
        Math.min(allocated[side], threads.getCurrentThreadAllocatedBytes() - allocatedBefore);
    if (found != tokens[side]) {
      throw new IllegalStateException(
          "%s gave %d tokens first and %d in round %d"
              .formatted(SIDES[side].label(), tokens[side], found, round));
    }
  }
}
