package dev.kindling.corpus.filter;

import dev.kindling.examples.KeyedHash;

/**
 * Repetition of word n-grams in one text, counted as datatrove counts it. N-grams are compared by
 * rolling 64-bit hashes.
 */
final class Ngrams {
  private final Spans words;
  private final long[] hashes;
  private final long[] ngrams;
  private final LongTable table = new LongTable();

  Ngrams(String text, Spans words) {
    this.words = words;
    hashes = new long[words.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = TextHash.of(text, words.start(i), words.end(i));
    }
    ngrams = new long[words.size()];
  }

  /**
   * Characters in all occurrences of the most frequent n-gram, with one blank between words; of
   * several equally frequent ones the first.
   *
   * @param n at least 1
   * @return 0 where there are fewer than n words
   */
  long topCharacters(int n) {
    int count = roll(n);
    table.reset(count);
    for (int i = 0; i < count; i++) {
      table.add(ngrams[i], i);
    }
    int first = table.firstOfMostFrequent();
    return first < 0 ? 0 : (characters(first, n) + n - 1) * table.mostFrequentCount();
  }

  /**
   * Characters of words in n-grams that were seen before. The text is read from the start; behind a
   * repeated n-gram reading goes on, so that no word counts twice.
   *
   * @param n at least 1
   * @return 0 where nothing is repeated
   */
  long duplicateCharacters(int n) {
    int count = roll(n);
    table.reset(count);
    long characters = 0;
    int i = 0;
    while (i < count) {
      if (table.add(ngrams[i], i) > 0) {
        characters += characters(i, n);
        i += n;
      } else {
        i++;
      }
    }
    return characters;
  }

  private long characters(int first, int n) {
    long characters = 0;
    for (int i = first; i < first + n; i++) {
      characters += words.length(i);
    }
    return characters;
  }

  /** Fills in the hashes of all n-grams and returns how many there are. */
  private int roll(int n) {
    int count = Math.max(0, hashes.length - n + 1);
    long leaving = 1; // FACTOR to the power of n
    for (int i = 0; i < n; i++) {
      leaving *= TextHash.FACTOR;
    }
    long hash = 0;
    for (int i = 0; i < hashes.length; i++) {
      hash = hash * TextHash.FACTOR + hashes[i];
      if (i >= n) {
        hash -= leaving * hashes[i - n];
      }
      if (i >= n - 1) {
        ngrams[i - n + 1] = KeyedHash.mix(hash);
      }
    }
    return count;
  }
}
