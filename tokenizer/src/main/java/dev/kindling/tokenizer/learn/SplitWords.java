package dev.kindling.tokenizer.learn;

import java.util.Arrays;

/**
 * The words as sequences of pieces in one array, with the counts of all neighbouring pairs kept up
 * to date while pairs are joined. Joining touches only the words that hold the pair.
 */
final class SplitWords {

  private static final int NO_PIECE = -1;

  private final int[] pieces; // of all words; a word that got shorter is followed by NO_PIECE
  private final int[] starts; // by word, and the end of the last
  private final long[] counts; // by word
  private final PairTable pairs = new PairTable();
  private final Neighbours before;
  private final Neighbours after;

  /**
   * Words to begin with.
   *
   * @param pieces the ids of the words' single characters, one word after the other; changed by
   *     joining
   * @param starts where each word begins, and where the last ends
   * @param counts how often each word occurs
   * @param mostPieces above any id that there will be
   */
  SplitWords(int[] pieces, int[] starts, long[] counts, int mostPieces) {
    this.pieces = pieces;
    this.starts = starts;
    this.counts = counts;
    this.before = new Neighbours(mostPieces);
    this.after = new Neighbours(mostPieces);
    countPairs();
  }

  /** Counts first and fills then, so that each list of words is made as long as it will be. */
  private void countPairs() {
    int[] wordCounts = new int[1 << 10]; // by pair; while filling, how many words are missing
    int[] lastWords = new int[1 << 10]; // by pair
    for (int word = 0; word < counts.length; word++) {
      for (int i = starts[word]; i + 1 < starts[word + 1]; i++) {
        int pair = pairs.pair(pieces[i], pieces[i + 1]);
        if (pair == wordCounts.length) {
          wordCounts = Arrays.copyOf(wordCounts, pair * 2);
          lastWords = Arrays.copyOf(lastWords, pair * 2);
        }
        pairs.add(pair, counts[word]);
        if (wordCounts[pair] == 0 || lastWords[pair] != word) {
          wordCounts[pair]++;
          lastWords[pair] = word;
        }
      }
    }
    for (int pair = 0; pair < pairs.size(); pair++) {
      pairs.addWords(pair, wordCounts[pair]);
      lastWords[pair] = -1;
    }
    for (int word = 0; word < counts.length; word++) {
      for (int i = starts[word]; i + 1 < starts[word + 1]; i++) {
        int pair = pairs.pair(pieces[i], pieces[i + 1]);
        if (lastWords[pair] != word) {
          int[] list = pairs.words(pair);
          list[list.length - wordCounts[pair]--] = word;
          lastWords[pair] = word;
        }
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
   * @return the pairs whose counts rose on the way; some may come twice
   */
  int[] join(int pair, int joined) {
    int left = pairs.left(pair);
    int right = pairs.right(pair);
    for (int word : pairs.words(pair)) {
      joinIn(word, left, right, joined);
    }
    int[] risen = new int[before.size() + after.size()];
    for (int i = 0; i < before.size(); i++) {
      risen[i] = pairs.pair(before.piece(i), joined);
    }
    for (int i = 0; i < after.size(); i++) {
      risen[before.size() + i] = pairs.pair(joined, after.piece(i));
    }
    // All additions before any subtraction, so that no count passes through 0 on its way.
    before.addTo(pairs, risen, 0);
    after.addTo(pairs, risen, before.size());
    for (int i = 0; i < before.size(); i++) {
      pairs.add(pairs.pair(before.piece(i), left), -before.count(i));
    }
    for (int i = 0; i < after.size(); i++) {
      pairs.add(pairs.pair(right, after.piece(i)), -after.count(i));
    }
    pairs.add(pair, -pairs.count(pair));
    before.clear();
    after.clear();
    return risen;
  }

  private void joinIn(int word, int left, int right, int joined) {
    int kept = starts[word];
    int end = starts[word + 1];
    int i = kept;
    while (i < end && pieces[i] != NO_PIECE) {
      boolean last = i + 1 == end || pieces[i + 1] == NO_PIECE;
      if (last || pieces[i] != left || pieces[i + 1] != right) {
        pieces[kept++] = pieces[i++];
        continue;
      }
      if (kept > starts[word]) {
        before.add(pieces[kept - 1], word, counts[word]);
      }
      if (i + 2 < end && pieces[i + 2] != NO_PIECE) {
        after.add(pieces[i + 2], word, counts[word]);
      }
      pieces[kept++] = joined;
      i += 2;
    }
    if (kept < i) {
      pieces[kept] = NO_PIECE;
    }
  }
}
