package dev.kindling.tokenizer.learn;

import java.util.Arrays;

/**
 * The pieces that stand on one side of a pair while it is joined: how often each, and in which
 * words. A joined pair changes the counts of all its neighbours at once afterwards, which saves a
 * look-up in the pair table at each place.
 */
final class Neighbours {

  private final long[] counts; // by piece
  private final int[] wordCounts; // by piece
  private final int[] lastWords; // by piece
  private final int[][] wordLists; // by piece, while they are filled
  private int[] pieces = new int[1 << 8]; // seen since the last clearing, each once
  private int size;
  private int[] entryPieces = new int[1 << 10];
  private int[] entryWords = new int[1 << 10];
  private int entries;

  /**
   * No neighbours yet.
   *
   * @param pieces how many pieces there can be
   */
  Neighbours(int pieces) {
    counts = new long[pieces];
    wordCounts = new int[pieces];
    lastWords = new int[pieces];
    wordLists = new int[pieces][];
  }

  /** Notes a neighbour in a word. All places in a word are to be noted before those in another. */
  void add(int piece, int word, long count) {
    if (wordCounts[piece] == 0) {
      if (size == pieces.length) {
        pieces = Arrays.copyOf(pieces, size * 2);
      }
      pieces[size++] = piece;
    } else if (lastWords[piece] == word) {
      counts[piece] = Math.addExact(counts[piece], count);
      return;
    }
    counts[piece] = Math.addExact(counts[piece], count);
    wordCounts[piece]++;
    lastWords[piece] = word;
    if (entries == entryPieces.length) {
      entryPieces = Arrays.copyOf(entryPieces, entries * 2);
      entryWords = Arrays.copyOf(entryWords, entries * 2);
    }
    entryPieces[entries] = piece;
    entryWords[entries++] = word;
  }

  /** How many different neighbours there are. */
  int size() {
    return size;
  }

  /** A neighbour, by a number below {@link #size()}. */
  int piece(int neighbour) {
    return pieces[neighbour];
  }

  /** How often a neighbour stood there. */
  long count(int neighbour) {
    return counts[pieces[neighbour]];
  }

  /**
   * Adds the neighbours' counts and words to pairs.
   *
   * @param pairs the neighbours' pairs
   * @param from where the first neighbour's pair is
   */
  void addTo(PairTable table, int[] pairs, int from) {
    for (int i = 0; i < size; i++) {
      table.add(pairs[from + i], counts[pieces[i]]);
      wordLists[pieces[i]] = table.addWords(pairs[from + i], wordCounts[pieces[i]]);
    }
    for (int entry = 0; entry < entries; entry++) {
      int piece = entryPieces[entry];
      int[] list = wordLists[piece];
      list[list.length - wordCounts[piece]--] = entryWords[entry];
    }
  }

  /** Forgets all neighbours. */
  void clear() {
    for (int i = 0; i < size; i++) {
      counts[pieces[i]] = 0;
      wordCounts[pieces[i]] = 0;
      wordLists[pieces[i]] = null;
    }
    size = 0;
    entries = 0;
  }
}
