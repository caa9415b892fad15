package dev.kindling.tokenizer.learn;

import java.util.Arrays;

/**
 * A binary heap of pairs with the counts they had when offered: the most frequent first, of equally
 * frequent ones the one with the lower key.
 */
final class PairQueue {

  private final PairTable table;
  private int[] pairs = new int[1 << 10];
  private long[] counts = new long[1 << 10]; // by place in the heap
  private int size;

  /**
   * An empty queue.
   *
   * @param table knows the pairs' keys
   */
  PairQueue(PairTable table) {
    this.table = table;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The best pair. */
  int pair() {
    return pairs[0];
  }

  /** The count that the best pair had when it was offered. */
  long count() {
    return counts[0];
  }

  void offer(int pair, long count) {
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    int place = size++;
    while (place > 0 && isBefore(pair, count, (place - 1) / 2)) {
      move((place - 1) / 2, place);
      place = (place - 1) / 2;
    }
    put(pair, count, place);
  }

  /** Takes the best pair away. */
  void remove() {
    size--;
    if (size > 0) {
      sink(pairs[size], counts[size]);
    }
  }

  /** Puts a pair where it belongs in the heap without its first place. */
  private void sink(int pair, long count) {
    int place = 0;
    for (int child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && isBefore(pairs[child + 1], counts[child + 1], child)) {
        child++;
      }
      if (isBefore(pair, count, child)) {
        break;
      }
      move(child, place);
      place = child;
    }
    put(pair, count, place);
  }

  private boolean isBefore(int pair, long count, int place) {
    return count == counts[place]
        ? table.key(pair) < table.key(pairs[place])
        : count > counts[place];
  }

  private void move(int from, int to) {
    put(pairs[from], counts[from], to);
  }

  private void put(int pair, long count, int place) {
    pairs[place] = pair;
    counts[place] = count;
  }
}
