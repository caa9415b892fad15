package dev.kindling.benchmarks.tokenizer;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One side's passes over all documents: threads take the next few documents until none is left. */
final class EncodingPass implements AutoCloseable {
  /** As many documents as the peer's own benchmarks put into one call. */
  private static final int DOCUMENTS_AT_ONCE = 256;

  private final Documents documents;
  private final SharedEncoder encoder;
  private final int callers;
  private final ExecutorService pool;

  EncodingPass(EncoderSide side, byte[] json, Documents documents, int threads) {
    this.documents = documents;
    this.encoder = side.open(json);
    this.callers = encoder.ownThreads() ? 1 : threads;
    this.pool = Executors.newFixedThreadPool(callers);
  }

  /** Returns workers for a pass, which remember no word of the documents. */
  List<SharedEncoder.Worker> newWorkers() {
    return Stream.generate(() -> encoder.worker(documents)).limit(callers).toList();
  }

  /** Encodes all documents and returns how many tokens they have. */
  long run(List<SharedEncoder.Worker> workers) {
    AtomicInteger next = new AtomicInteger();
    if (workers.size() == 1) { // on this thread, whose allocations are counted
      return share(workers.get(0), next);
    }
    List<Future<Long>> shares =
        workers.stream().map(worker -> pool.submit(() -> share(worker, next))).toList();
    try {
      long tokens = 0;
      for (Future<Long> share : shares) {
        tokens += share.get();
      }
      return tokens;
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("a thread failed", e);
    }
  }

  private long share(SharedEncoder.Worker worker, AtomicInteger next) {
    long tokens = 0;
    for (int from = next.getAndAdd(DOCUMENTS_AT_ONCE);
        from < documents.size();
        from = next.getAndAdd(DOCUMENTS_AT_ONCE)) {
      tokens += worker.encode(from, Math.min(from + DOCUMENTS_AT_ONCE, documents.size()));
    }
    return tokens;
  }

  @Override
  public void close() {
    pool.shutdown();
    encoder.close();
  }
}
