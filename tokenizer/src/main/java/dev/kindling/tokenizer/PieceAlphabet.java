package dev.kindling.tokenizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the characters of a vocabulary's pieces from 1, the most frequent first, so that the
 * tables over them are small and dense. Immutable.
 */
final class PieceAlphabet {

  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  private final int[][] pages = new int[(Character.MAX_CODE_POINT + 1) >> PAGE_BITS][];
  private final int size;

  PieceAlphabet(List<String> pieces) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (String piece : pieces) {
      piece.codePoints().forEach(codePoint -> counts.merge(codePoint, 1, Integer::sum));
    }
    List<Integer> ordered =
        counts.keySet().stream()
            .sorted(Comparator.<Integer>comparingInt(counts::get).reversed().thenComparing(c -> c))
            .toList();
    int[] none = new int[PAGE_SIZE];
    Arrays.fill(pages, none);
    for (int i = 0; i < ordered.size(); i++) {
      int page = ordered.get(i) >> PAGE_BITS;
      if (pages[page] == none) {
        pages[page] = new int[PAGE_SIZE];
      }
      pages[page][ordered.get(i) & (PAGE_SIZE - 1)] = i + 1;
    }
    this.size = ordered.size();
  }

  /** The number of a character, or 0 if no piece has it. */
  int symbol(int codePoint) {
    return pages[codePoint >> PAGE_BITS][codePoint & (PAGE_SIZE - 1)];
  }

  /** How many characters have a number; also the highest of them. */
  int size() {
    return size;
  }
}
