package dev.kindling.tokenizer.learn;

import java.util.Arrays;
import java.util.List;

/**
 * The words as sequences of pieces, with the counts of all neighbouring pairs kept up to date while
 * pairs are joined. Joining touches only the words that hold the pair.
 */
final class SplitWords {

  private final int[][] pieces; // by word; the first lengths[word] are in use
  private final int[] lengths;
  private final long[] counts;
  private final PairTable pairs = new PairTable();
  private int[] changedAt = new int[0]; // by pair: the join that last raised its count
  private int[] changed = new int[16];
  private int changedCount;
  private int joins;

  /**
   * Words to begin with.
   *
   * @param pieces the ids of each word's single characters; changed by joining
   * @param counts how often each word occurs
   */
  SplitWords(List<int[]> pieces, long[] counts) {
    this.pieces = pieces.toArray(int[][]::new);
    this.lengths = pieces.stream().mapToInt(word -> word.length).toArray();
    this.counts = counts;
    for (int word = 0; word < counts.length; word++) {
      for (int i = 0; i + 1 < lengths[word]; i++) {
        int pair = pairs.pair(this.pieces[word][i], this.pieces[word][i + 1]);
        pairs.add(pair, counts[word]);
        pairs.addWord(pair, word);
      }
    }
  }

  PairTable pairs() {
    return pairs;
  }

  /**
   * Joins a pair wherever it stands, from left to right in each word.
   *
   * @param joined the id of the piece that takes its place
   * @return the pairs whose counts rose on the way, each once
   */
  int[] join(int pair, int joined) {
    int left = (int) (pairs.keyOf(pair) >>> 32);
    int right = (int) pairs.keyOf(pair);
    joins++;
    changedCount = 0;
    for (int word : pairs.words(pair)) {
      joinIn(word, left, right, joined);
    }
    pairs.clear(pair);
    return Arrays.copyOf(changed, changedCount);
  }

  private void joinIn(int word, int left, int right, int joined) {
    int[] sequence = pieces[word];
    int length = lengths[word];
    int kept = 0;
    for (int i = 0; i < length; ) {
      if (i + 1 == length || sequence[i] != left || sequence[i + 1] != right) {
        sequence[kept++] = sequence[i++];
        continue;
      }
      if (kept > 0) {
        pairs.add(pairs.pair(sequence[kept - 1], left), -counts[word]);
        raise(pairs.pair(sequence[kept - 1], joined), word);
      }
      if (i + 2 < length) {
        pairs.add(pairs.pair(right, sequence[i + 2]), -counts[word]);
        raise(pairs.pair(joined, sequence[i + 2]), word);
      }
      sequence[kept++] = joined;
      i += 2;
    }
    lengths[word] = kept;
  }

  private void raise(int pair, int word) {
    pairs.add(pair, counts[word]);
    pairs.addWord(pair, word);
    if (pair >= changedAt.length) {
      changedAt = Arrays.copyOf(changedAt, Math.max(pair + 1, pairs.size() * 2));
    }
    if (changedAt[pair] != joins) {
      changedAt[pair] = joins;
      if (changedCount == changed.length) {
        changed = Arrays.copyOf(changed, changedCount * 2);
      }
      changed[changedCount++] = pair;
    }
  }
}
