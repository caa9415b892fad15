package dev.kindling.tokenizer.learn;

import java.util.Arrays;

/**
 * The words as sequences of pieces, with the counts of all neighbouring pairs kept up to date while
 * pairs are joined. Joining touches only the words that hold the pair.
 *
 * <p>All words lie in one array, each as its count (the upper half, then the lower), its pieces,
 * and {@link #END}; a word that got shorter ends earlier. So a word is one place in memory, which
 * is what joining spends its time on. A word's number is where it begins.
 */
final class SplitWords {

  /** After a word's last piece. */
  static final int END = -1;

  /** How many places a word takes besides its pieces. */
  static final int OVERHEAD = 3;

  private final int[] words;
  private final PairTable pairs = new PairTable();
  private final Neighbours before;
  private final Neighbours after;

  /**
   * Words to begin with.
   *
   * @param words counts and single characters, as described above and with nothing in between;
   *     changed by joining
   * @param mostPieces above any id that there will be
   */
  SplitWords(int[] words, int mostPieces) {
    this.words = words;
    this.before = new Neighbours(mostPieces);
    this.after = new Neighbours(mostPieces);
    countPairs();
  }

  /** Writes a word's count where the word begins. */
  static void putCount(int[] words, int word, long count) {
    words[word] = (int) (count >>> 32);
    words[word + 1] = (int) count;
  }

  private long count(int word) {
    return ((long) words[word] << 32) | (words[word + 1] & 0xFFFFFFFFL);
  }

  /** Counts first and fills then, so that each list of words is made as long as it will be. */
  private void countPairs() {
    int[] wordCounts = new int[1 << 10]; // by pair; while filling, how many words are missing
    int[] lastWords = new int[1 << 10]; // by pair
    for (int word = 0; word < words.length; word = next(word)) {
      for (int i = word + 2; words[i + 1] != END; i++) {
        int pair = pairs.pair(words[i], words[i + 1]);
        if (pair == wordCounts.length) {
          wordCounts = Arrays.copyOf(wordCounts, pair * 2);
          lastWords = Arrays.copyOf(lastWords, pair * 2);
        }
        pairs.add(pair, count(word));
        if (wordCounts[pair] == 0 || lastWords[pair] != word) {
          wordCounts[pair]++;
          lastWords[pair] = word;
        }
      }
    }
    for (int pair = 0; pair < pairs.size(); pair++) {
      pairs.addWords(pair, wordCounts[pair]);
    }
    Arrays.fill(lastWords, -1);
    for (int word = 0; word < words.length; word = next(word)) {
      for (int i = word + 2; words[i + 1] != END; i++) {
        int pair = pairs.pair(words[i], words[i + 1]);
        if (lastWords[pair] != word) {
          int[] list = pairs.words(pair);
          list[list.length - wordCounts[pair]--] = word;
          lastWords[pair] = word;
        }
      }
    }
  }

  /** Where the word after this one begins, before anything is joined. */
  private int next(int word) {
    int i = word + 2;
    while (words[i] != END) {
      i++;
    }
    return i + 1;
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
    int kept = word + 2;
    int i = kept;
    for (int piece = words[i]; piece != END; piece = words[i]) {
      if (piece != left || words[i + 1] != right) {
        words[kept++] = piece;
        i++;
        continue;
      }
      if (kept > word + 2) {
        before.add(words[kept - 1], word, count(word));
      }
      if (words[i + 2] != END) {
        after.add(words[i + 2], word, count(word));
      }
      words[kept++] = joined;
      i += 2;
    }
    words[kept] = END;
  }
}
