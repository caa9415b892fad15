package dev.kindling.train.sync;

import org.apache.spark.SparkEnv;
import org.apache.spark.memory.MemoryMode;
import scala.Option;

/**
 * What Spark stores in the driver for executors to fetch. Spark moves it to disk only when it fills
 * 60 % of the heap ({@code spark.memory.fraction}), but the driver needs most of the heap for
 * vectors of its own.
 */
final class DriverStorage {
  /** The driver's own vectors in a round are about three times what it sends. */
  private static final int SHARE = 4;

  private DriverStorage() {}

  /** Leaves at most a quarter of the heap to it. */
  static void limit() {
    limit(Runtime.getRuntime().maxMemory() / SHARE);
  }

  /**
   * Moves what was not used for the longest time to the driver's disk, from where Spark still
   * serves it, until no more than so many bytes are in memory.
   */
  static void limit(long bytes) {
    SparkEnv spark = SparkEnv.get();
    long above = spark.memoryManager().storageMemoryUsed() - bytes;
    if (above > 0) {
      spark
          .blockManager()
          .memoryStore()
          .evictBlocksToFreeSpace(Option.empty(), above, MemoryMode.ON_HEAP);
    }
  }
}
