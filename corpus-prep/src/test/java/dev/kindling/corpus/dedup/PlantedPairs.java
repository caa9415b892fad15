package dev.kindling.corpus.dedup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Pairs of documents of known similarity: the second is the first with single words replaced, far
 * enough apart that each replacement changes exactly one shingle length of shingles.
 */
final class PlantedPairs {
  private static final int VOCABULARY = 1 << 20; // so that no shingle occurs twice by chance

  private final SplittableRandom random;
  private final int shingleLength;

  PlantedPairs(long seed, int shingleLength) {
    this.random = new SplittableRandom(seed);
    this.shingleLength = shingleLength;
  }

  /**
   * A pair.
   *
   * @param shingles of each document
   * @param replaced words replaced in the second
   */
  List<String> next(int shingles, int replaced) {
    List<String> first = new ArrayList<>();
    for (int i = 0; i < shingles + shingleLength - 1; i++) {
      first.add(word());
    }
    List<String> second = new ArrayList<>(first);
    int step = first.size() / (replaced + 1);
    for (int i = 1; i <= replaced; i++) {
      second.set(i * step, word() + "x");
    }
    return List.of(String.join(" ", first), String.join(" ", second));
  }

  private String word() {
    return Integer.toString(random.nextInt(VOCABULARY), Character.MAX_RADIX);
  }

  /** Jaccard similarity of the runs of n words, by sets of strings. */
  static double similarity(String a, String b, int n) {
    Set<String> shinglesOfA = shingles(a, n);
    Set<String> union = new HashSet<>(shinglesOfA);
    Set<String> shinglesOfB = shingles(b, n);
    union.addAll(shinglesOfB);
    shinglesOfA.retainAll(shinglesOfB);
    return (double) shinglesOfA.size() / union.size();
  }

  private static Set<String> shingles(String text, int n) {
    List<String> words = List.of(text.split(" ", -1));
    Set<String> shingles = new HashSet<>();
    for (int i = 0; i + n <= words.size(); i++) {
      shingles.add(String.join(" ", words.subList(i, i + n)));
    }
    return shingles;
  }
}
