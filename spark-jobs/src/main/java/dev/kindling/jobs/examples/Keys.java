package dev.kindling.jobs.examples;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/**
 * Keys of the two shuffles: bytes, of which the first four are the number of the bin (a group of
 * documents, or a shard) and the others the order within.
 */
final class Keys {
  private Keys() {}

  /** The number of the bin that a key belongs to. */
  static int bin(byte[] key) {
    return ByteBuffer.wrap(key).getInt();
  }

  /** Bins in their order, then the rest of the key, as unsigned bytes. */
  static final class Order implements Comparator<byte[]>, Serializable {
    @Override
    public int compare(byte[] a, byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
  }

  /** Gives each partition a run of neighbouring bins, as equal in number as can be. */
  static final class BinPartitioner extends Partitioner {
    private final int bins;
    private final int partitions;

    /**
     * A partitioner.
     *
     * @param bins how many there are
     * @param partitions at most as many as bins
     */
    BinPartitioner(int bins, int partitions) {
      this.bins = bins;
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return partition(bin((byte[]) key));
    }

    int partition(int bin) {
      return (int) ((long) bin * partitions / bins);
    }

    /** The first bin of a partition; that of the partition after the last is the number of bins. */
    int firstBin(int partition) {
      return (int) (((long) partition * bins + partitions - 1) / partitions);
    }
  }
}
