package dev.kindling.benchmarks.tokenizer;

/** A loaded tokenizer that threads share. */
interface SharedEncoder extends AutoCloseable {
  /** Returns a worker for these documents; each thread has its own. */
  Worker worker(Documents documents);

  /** Whether it spreads a call over threads by itself; then one thread calls it. */
  default boolean ownThreads() {
    return false;
  }

  /** The ids of one document. */
  int[] ids(String text);

  @Override
  void close();

  /** Encodes on one thread. */
  @FunctionalInterface
  interface Worker {
    /** Encodes the documents from an index up to another, and returns how many tokens they have. */
    long encode(int from, int to);
  }
}
