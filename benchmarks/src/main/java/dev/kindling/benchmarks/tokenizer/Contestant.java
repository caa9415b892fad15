package dev.kindling.benchmarks.tokenizer;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** A side on a number of threads, and what its passes have taken so far. */
final class Contestant implements AutoCloseable {
  private static final long WARM_UP_NANOS = 2_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final EncoderSide side;
  private final int threads;
  private final long bytes;
  private final EncodingPass pass;
  private final long[] nanos;
  private final long[] processorNanos;
  private long allocated = Long.MAX_VALUE;
  private long tokens;

  Contestant(EncoderSide side, int threads, byte[] json, Documents documents, int rounds) {
    this.side = side;
    this.threads = threads;
    this.bytes = documents.bytes();
    this.pass = new EncodingPass(side, json, documents, threads);
    this.nanos = new long[rounds];
    this.processorNanos = new long[rounds];
  }

  /** Encodes until the code is compiled. */
  void warmUp() {
    long start = System.nanoTime();
    do {
      tokens = pass.run(pass.newWorkers());
    } while (System.nanoTime() - start < WARM_UP_NANOS);
  }

  /** Measures one pass. */
  void measure(int round) {
    List<SharedEncoder.Worker> workers = pass.newWorkers();
    long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    long processorBefore = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    long found = pass.run(workers);
    nanos[round] = System.nanoTime() - start;
    processorNanos[round] = SYSTEM.getProcessCpuTime() - processorBefore;
    allocated = Math.min(allocated, THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore);
    if (found != tokens) {
      throw new IllegalStateException(
          "%s gave %d tokens first and %d in round %d"
              .formatted(side.label(), tokens, found, round));
    }
  }

  EncodeRate rate() {
    return EncodeRate.of(
        side, threads, tokens, bytes, nanos, processorNanos, threads == 1 ? allocated : 0);
  }

  @Override
  public void close() {
    pass.close();
  }
}
