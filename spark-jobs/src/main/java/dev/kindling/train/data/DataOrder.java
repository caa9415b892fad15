package dev.kindling.train.data;

import java.util.Arrays;

/**
 * The order in which one virtual worker sees its examples: its shards by number, each shard in file
 * order, epoch after epoch. A pure function of a cursor, so a worker has no reading state to lose.
 */
public final class DataOrder {

  /**
   * Where one example lies.
   *
   * @param epoch how many times the worker has seen all its examples before, from 0
   * @param shard position in the worker's own list of shards
   * @param record number of the record in that shard
   */
  public record Position(long epoch, int shard, long record) {}

  private final long[] ends; // ends[i]: examples in shards 0..i

  /**
   * The order over a worker's shards.
   *
   * @param recordsOfShards number of examples in each of the worker's shards, in shard order
   * @throws IllegalArgumentException when they hold no example at all
   */
  public DataOrder(long[] recordsOfShards) {
    ends = recordsOfShards.clone();
    Arrays.parallelPrefix(ends, Math::addExact);
    if (examples() < 1) {
      throw new IllegalArgumentException("a worker's shards hold no example");
    }
  }

  /** Examples in one epoch of this worker. */
  public long examples() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /**
   * The place of an example.
   *
   * @param cursor examples this worker has drawn before this one, from 0; at step s of batch size b
   *     it is s times b
   */
  public Position at(long cursor) {
    if (cursor < 0) {
      throw new IllegalArgumentException("cursor must not be negative, got " + cursor);
    }
    long index = cursor % examples();
    int shard = 0;
    while (ends[shard] <= index) {
      shard++;
    }
    return new Position(cursor / examples(), shard, index - (shard == 0 ? 0 : ends[shard - 1]));
  }
}
