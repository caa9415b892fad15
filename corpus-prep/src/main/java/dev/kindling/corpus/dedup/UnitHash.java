package dev.kindling.corpus.dedup;

import dev.kindling.examples.KeyedHash;
import java.util.OptionalLong;

/**
 * The 64-bit hash by which paragraphs and lines are compared, after CCNet (Wenzek et al. 2019):
 * lower case, every digit as 0, no punctuation, white space as one blank. CCNet strips accents too;
 * this does not.
 */
public final class UnitHash {
  private static final long START = 0x7061726167726170L; // "paragrap"
  private static final int UNITS_A_STEP = 4;

  private long hash = START;
  private long pending; // up to four UTF-16 units
  private int units;

  private UnitHash() {}

  /**
   * Hashes a piece of a text.
   *
   * @param text any
   * @param start UTF-16 index of its first character
   * @param end index behind its last one
   * @return empty where nothing but white space and punctuation is there
   */
  public static OptionalLong of(String text, int start, int end) {
    UnitHash hash = new UnitHash();
    boolean pendingBlank = false;
    for (int i = start; i < end; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int folded = c < Folding.FIRST_UNUSUAL ? Folding.unit((char) c) : Folding.codePoint(c);
      if (folded == Folding.BLANK) {
        pendingBlank = hash.units > 0;
      } else if (folded != Folding.NOTHING) {
        if (pendingBlank) {
          hash.append(Folding.BLANK);
          pendingBlank = false;
        }
        hash.append(Character.isDigit(folded) ? '0' : folded);
      }
    }
    return hash.units == 0 ? OptionalLong.empty() : OptionalLong.of(hash.finish());
  }

  private void append(int c) {
    if (c > Character.MAX_VALUE) {
      appendUnit(Character.highSurrogate(c));
      appendUnit(Character.lowSurrogate(c));
    } else {
      appendUnit((char) c);
    }
  }

  private void appendUnit(char c) {
    pending = pending << Character.SIZE | c;
    units++;
    if (units % UNITS_A_STEP == 0) {
      hash = KeyedHash.mix(hash ^ KeyedHash.mix(pending));
      pending = 0;
    }
  }

  /** The number of units tells a last step apart that is shorter than it looks. */
  private long finish() {
    return KeyedHash.mix(KeyedHash.mix(hash ^ KeyedHash.mix(pending)) + units);
  }
}
