package dev.kindling.corpus.dedup;

import dev.kindling.examples.KeyedHash;
import java.util.Arrays;

/**
 * Hashes every run of n words or characters of a text in one pass, without making a string.
 *
 * <p>Each unit has a 64-bit hash; a shingle's hash is the polynomial of its units' hashes over
 * 2^64, rolled on from one shingle to the next, and mixed at the end. A text of fewer than n units
 * is one shingle of all its units; a text without any has none. Not safe for several threads.
 */
final class Shingles {
  /** Receives hashes, the same one as often as its shingle occurs. */
  @FunctionalInterface
  interface Sink {
    /** Takes the first {@code count} hashes; the array is used again afterwards. */
    void accept(long[] hashes, int count);
  }

  private static final long WORD_START = 0xcbf29ce484222325L;
  private static final long FACTOR = KeyedHash.mix(0x73686967L) | 1; // odd, so a bijection
  private static final int BLOCK = 512;
  private static final int TEXT_BLOCK = 4096;

  private final ShingleUnit unit;
  private final long[] recent; // the last n units, a ring
  private final long factorOfOldest;
  private final Sink sink;
  private final long[] block = new long[BLOCK];
  private final char[] characters = new char[TEXT_BLOCK];

  private int filled;
  private int next; // place in the ring
  private long units;
  private long rolling;

  Shingles(ShingleUnit unit, int length, Sink sink) {
    this.unit = unit;
    this.recent = new long[length];
    this.sink = sink;
    long power = 1;
    for (int i = 0; i < length; i++) {
      power *= FACTOR;
    }
    this.factorOfOldest = power;
  }

  /** Hands all hashes of a text to the sink. */
  void hash(String text) {
    Arrays.fill(recent, 0);
    filled = 0;
    next = 0;
    units = 0;
    rolling = 0;
    if (unit == ShingleUnit.WORD) {
      words(text);
    } else {
      characters(text);
    }
    if (units > 0 && units < recent.length) {
      emit(rolling + units);
    }
    sink.accept(block, filled);
  }

  private void words(String text) {
    long word = WORD_START;
    for (int start = 0; start < text.length(); ) {
      int count = load(text, start);
      for (int i = 0; i < count; i++) {
        int c = Folding.unit(characters[i]);
        if (c >= Folding.FIRST_UNUSUAL) {
          if (Character.isHighSurrogate((char) c) && i + 1 < count) {
            c = Folding.codePoint(Character.toCodePoint((char) c, characters[++i]));
          }
          if (Character.isIdeographic(c)) {
            endWord(word);
            endWord(append(WORD_START, c));
            word = WORD_START;
            continue;
          }
        }
        if (c == Folding.BLANK) {
          endWord(word);
          word = WORD_START;
        } else if (c != Folding.NOTHING) {
          word = append(word, c);
        }
      }
      start += count;
    }
    endWord(word);
  }

  private void endWord(long word) {
    if (word != WORD_START) {
      add(KeyedHash.mix(word));
    }
  }

  private void characters(String text) {
    boolean pendingBlank = false;
    for (int start = 0; start < text.length(); ) {
      int count = load(text, start);
      for (int i = 0; i < count; i++) {
        int c = Folding.unit(characters[i]);
        if (Character.isHighSurrogate((char) c) && i + 1 < count) {
          c = Folding.codePoint(Character.toCodePoint((char) c, characters[++i]));
        }
        if (c == Folding.BLANK) {
          pendingBlank = units > 0;
        } else if (c != Folding.NOTHING) {
          if (pendingBlank) {
            add(KeyedHash.mix(Folding.BLANK));
            pendingBlank = false;
          }
          add(KeyedHash.mix(c));
        }
      }
      start += count;
    }
  }

  /** Copies the next characters, never the first half of a surrogate pair alone. */
  private int load(String text, int start) {
    int count = Math.min(TEXT_BLOCK, text.length() - start);
    text.getChars(start, start + count, characters, 0);
    boolean cut = start + count < text.length() && Character.isHighSurrogate(characters[count - 1]);
    return cut ? count - 1 : count;
  }

  private static long append(long word, int c) {
    return (word ^ c) * FACTOR;
  }

  private void add(long unitHash) {
    rolling = rolling * FACTOR + unitHash - recent[next] * factorOfOldest;
    recent[next] = unitHash;
    next = next + 1 == recent.length ? 0 : next + 1;
    units++;
    if (units >= recent.length) {
      emit(rolling);
    }
  }

  private void emit(long hash) {
    block[filled++] = KeyedHash.mix(hash);
    if (filled == BLOCK) {
      sink.accept(block, filled);
      filled = 0;
    }
  }
}
