package dev.kindling.tokenizer.learn;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The words that a vocabulary is learned from: those that are no reserved pieces and have no
 * character outside the alphabet. The alphabet is the most frequent characters, up to a limit; of
 * equally frequent ones, those with the lower code points.
 */
final class KeptWords {

  private final WordCounts counts;
  private final BitSet leftOut = new BitSet(); // by word
  private final BitSet alphabet; // by code point
  private final BitSet continuing = new BitSet(); // by code point

  /** Takes a word that is kept. */
  @FunctionalInterface
  private interface Visitor {
    /** Takes one; the array holds its code points until the next. */
    void visit(int word, int[] codePoints, int length);
  }

  /**
   * Chooses alphabet and words.
   *
   * @param reserved pieces; words that equal one are left out
   * @param alphabetLimit how many different characters at most
   * @throws ArithmeticException if a character occurs more than 2^63 - 1 times
   */
  KeptWords(WordCounts counts, List<String> reserved, int alphabetLimit) {
    this.counts = counts;
    for (String piece : reserved) {
      int word = counts.word(piece);
      if (word >= 0) {
        leftOut.set(word);
      }
    }
    this.alphabet = mostFrequent(countCharacters(), alphabetLimit);
    forEach(
        (word, codePoints, length) -> {
          for (int i = 0; i < length; i++) {
            if (!alphabet.get(codePoints[i])) {
              leftOut.set(word);
              return;
            }
          }
        });
    forEach(
        (word, codePoints, length) -> {
          for (int i = 1; i < length; i++) {
            continuing.set(codePoints[i]);
          }
        });
  }

  private long[] countCharacters() {
    long[] characters = new long[Character.MAX_CODE_POINT + 1];
    forEach(
        (word, codePoints, length) -> {
          for (int i = 0; i < length; i++) {
            characters[codePoints[i]] =
                Math.addExact(characters[codePoints[i]], counts.count(word));
          }
        });
    return characters;
  }

  private void forEach(Visitor visitor) {
    int[] codePoints = counts.words().buffer();
    for (int word = 0; word < counts.size(); word++) {
      if (!leftOut.get(word)) {
        visitor.visit(word, codePoints, counts.words().codePoints(word, codePoints));
      }
    }
  }

  private static BitSet mostFrequent(long[] characters, int limit) {
    BitSet chosen = new BitSet();
    IntStream.range(0, characters.length)
        .filter(codePoint -> characters[codePoint] > 0)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(codePoint -> -characters[codePoint])
                .thenComparing(Comparator.naturalOrder()))
        .limit(limit)
        .forEach(chosen::set);
    return chosen;
  }

  /** Whether there are no words at all. */
  boolean isEmpty() {
    return alphabet.isEmpty();
  }

  /** The characters of the alphabet. */
  BitSet alphabet() {
    return alphabet;
  }

  /** The characters that stand in another than the first place of some word. */
  BitSet continuing() {
    return continuing;
  }

  /**
   * The words of more than one character, split into characters.
   *
   * @param mostPieces above any id that there will be
   * @throws IllegalStateException if there are more than 2 billion characters
   */
  SplitWords split(Pieces pieces, int mostPieces) {
    long[] room = new long[1];
    forEach((word, codePoints, length) -> room[0] += length > 1 ? length + SplitWords.OVERHEAD : 0);
    if (room[0] > WordBytes.LONGEST_ARRAY) {
      throw new IllegalStateException(
          "The different words have about %,d characters together, more than a learner can hold; leave out the rare ones"
              .formatted(room[0]));
    }
    int[] words = new int[(int) room[0]];
    int[] start = new int[1];
    forEach(
        (word, codePoints, length) -> {
          if (length == 1) {
            return;
          }
          SplitWords.putCount(words, start[0], counts.count(word));
          int at = start[0] + 2;
          words[at++] = pieces.beginning(codePoints[0]);
          for (int i = 1; i < length; i++) {
            words[at++] = pieces.continuing(codePoints[i]);
          }
          words[at++] = SplitWords.END;
          start[0] = at;
        });
    return new SplitWords(words, mostPieces);
  }
}
