package dev.kindling.tokenizer;

import java.util.Arrays;

/**
 * Folds a word whose characters depend on each other: a Σ that may be final, or marks to be put
 * into canonical order (section 3.11 of the Unicode Standard). Such words are rare, so this is
 * plain rather than fast. Not safe for use by several threads at once.
 */
final class ContextFolding {

  private static final int[] FINAL_SIGMA = {'ς'};

  private final CharacterRules rules;
  private int[] codePoints = new int[64];
  private int length;
  private int runStart; // of the marks at the end that have not yet been put into order

  ContextFolding(CharacterRules rules) {
    this.rules = rules;
  }

  /**
   * Folds the word {@code utf8[start..end)} of the text {@code utf8[from..to)}; the word must hold
   * no space.
   */
  void fold(byte[] utf8, int from, int to, int start, int end) {
    length = 0;
    runStart = 0;
    for (int i = start; i < end; ) {
      int decoded = Utf8.decode(utf8, i, end);
      int codePoint = Utf8.codePoint(decoded);
      if (!rules.deletes(codePoint)) {
        boolean finalSigma = FinalSigma.isFinal(utf8, from, to, i, rules);
        add(codePoint, finalSigma ? FINAL_SIGMA : rules.fold(codePoint));
      }
      i += Utf8.width(decoded);
    }
    endRun();
  }

  /** How many code points the folded word has. */
  int length() {
    return length;
  }

  /** The folded word, from the array's beginning; the array changes with the next word. */
  int[] codePoints() {
    return codePoints;
  }

  private void add(int codePoint, int[] folded) {
    if (folded.length == 0 && rules.properties(codePoint).combiningClass() == 0) {
      endRun(); // a mark that no other passes, though it is stripped itself
    }
    for (int each : folded) {
      boolean stays = rules.properties(each).combiningClass() == 0;
      if (stays) {
        endRun();
      }
      if (length == codePoints.length) {
        codePoints = Arrays.copyOf(codePoints, length * 2);
      }
      codePoints[length++] = each;
      if (stays) {
        endRun();
      }
    }
  }

  /** Sorts the marks since the last character that stays, by class and then by place. */
  private void endRun() {
    int size = length - runStart;
    if (size > 1 && rules.decomposes()) {
      int[] unsorted = Arrays.copyOfRange(codePoints, runStart, length);
      long[] order = new long[size];
      for (int i = 0; i < size; i++) {
        order[i] = (long) rules.properties(unsorted[i]).combiningClass() << 32 | i;
      }
      Arrays.sort(order);
      for (int i = 0; i < size; i++) {
        codePoints[runStart + i] = unsorted[(int) order[i]];
      }
    }
    runStart = length;
  }
}
