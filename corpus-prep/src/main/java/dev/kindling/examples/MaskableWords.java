package dev.kindling.examples;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The words of an example that masks may be drawn from: runs of tokens that are masked together.
 * [CLS] and [SEP] belong to none, and end one.
 */
final class MaskableWords {
  private final int[] starts; // index of each word's first token
  private final int[] ends; // one past its last token
  private int count;

  private MaskableWords(int tokens) {
    starts = new int[tokens];
    ends = new int[tokens];
  }

  /**
   * Finds the words.
   *
   * @param tokens an example's tokens
   * @param continuations ids whose token belongs to the word before it; none: each token is a word
   */
  static MaskableWords of(int[] tokens, SpecialIds special, BitSet continuations) {
    MaskableWords words = new MaskableWords(tokens.length);
    boolean open = false; // whether the token before belongs to a word
    for (int i = 0; i < tokens.length; i++) {
      boolean maskable = tokens[i] != special.classification() && tokens[i] != special.separator();
      if (maskable && open && continuations.get(tokens[i])) {
        words.ends[words.count - 1] = i + 1;
      } else if (maskable) {
        words.starts[words.count] = i;
        words.ends[words.count++] = i + 1;
      }
      open = maskable;
    }
    return words;
  }

  /**
   * Draws words, each order equally likely, until there are {@code wanted} tokens; a word that
   * would exceed that is skipped.
   *
   * @return indexes of the tokens, ascending; fewer than {@code wanted} where no word left fits
   */
  int[] choose(int wanted, KeyedRandom random) {
    int[] chosen = new int[wanted];
    int tokens = 0;
    for (int i = 0; i < count && tokens < wanted; i++) { // steps of a Fisher-Yates shuffle
      swap(i, random.between(i, count - 1));
      if (tokens + ends[i] - starts[i] <= wanted) {
        for (int token = starts[i]; token < ends[i]; token++) {
          chosen[tokens++] = token;
        }
      }
    }
    int[] positions = Arrays.copyOf(chosen, tokens);
    Arrays.sort(positions);
    return positions;
  }

  private void swap(int i, int j) {
    int start = starts[i];
    int end = ends[i];
    starts[i] = starts[j];
    ends[i] = ends[j];
    starts[j] = start;
    ends[j] = end;
  }
}
