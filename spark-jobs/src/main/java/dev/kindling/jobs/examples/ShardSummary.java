package dev.kindling.jobs.examples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a written shard holds, or several together.
 *
 * @param records examples
 * @param tokens in them, special ones included
 * @param unknownTokens of these, [UNK]
 * @param randomNext examples whose second segment comes from another document
 * @param lengths examples by length, in {@value #LENGTH_BINS} bins of equal width up to the longest
 */
record ShardSummary(
    long records, long tokens, long unknownTokens, long randomNext, List<Long> lengths)
    implements Serializable {
  static final int LENGTH_BINS = 8;
  static final ShardSummary EMPTY =
      new ShardSummary(0, 0, 0, 0, Collections.nCopies(LENGTH_BINS, 0L));

  ShardSummary {
    lengths = new ArrayList<>(lengths); // a plain list: it travels from the executors
  }

  ShardSummary plus(ShardSummary other) {
    List<Long> sums = new ArrayList<>();
    for (int bin = 0; bin < LENGTH_BINS; bin++) {
      sums.add(lengths.get(bin) + other.lengths.get(bin));
    }
    return new ShardSummary(
        records + other.records,
        tokens + other.tokens,
        unknownTokens + other.unknownTokens,
        randomNext + other.randomNext,
        sums);
  }

  /**
   * Sorts counts into bins.
   *
   * @param counts of examples by number of tokens, from 0 to the most they hold
   */
  static List<Long> lengths(long[] counts) {
    List<Long> bins = new ArrayList<>();
    int length = 0;
    for (int bin = 0; bin < LENGTH_BINS; bin++) {
      long examples = 0;
      for (; length <= longestOfBin(bin, counts.length - 1); length++) {
        examples += counts[length];
      }
      bins.add(examples);
    }
    return bins;
  }

  /**
   * The longest examples of a bin.
   *
   * @param capacity tokens that an example holds at most
   */
  static int longestOfBin(int bin, int capacity) {
    return (bin + 1) * capacity / LENGTH_BINS;
  }
}
