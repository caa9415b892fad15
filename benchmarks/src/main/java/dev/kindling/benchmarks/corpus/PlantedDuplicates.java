package dev.kindling.benchmarks.corpus;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.corpus.dedup.MinHash;
import dev.kindling.corpus.dedup.MinHashOptions;
import dev.kindling.corpus.dedup.MinHashPreset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * How many near-duplicates are found: pairs of documents of which the second has single words
 * replaced, all over it. Similarity is that of the sets of 5-word strings, counted for each pair.
 */
final class PlantedDuplicates implements CorpusRow {
  private static final MinHashOptions OPTIONS = MinHashPreset.FINEWEB.options(1);
  private static final int PAIRS = 4_000;

  private final MinHash minHash = new MinHash(OPTIONS);

  /**
   * Pairs of about one similarity.
   *
   * @param row the row's name
   * @param planted which pairs
   * @param pairs how many
   * @param meanSimilarity mean Jaccard similarity of their 5-word shingles
   * @param found share that agree in a band
   * @param theory mean of 1 − (1 − s<sup>8</sup>)<sup>14</sup> over the pairs
   */
  record Found(
      String row, String planted, int pairs, double meanSimilarity, double found, double theory) {}

  @Override
  public String name() {
    return "planted-duplicates";
  }

  @Override
  public List<Found> measure(CorpusArguments arguments) {
    SplittableRandom random = new SplittableRandom(2);
    return List.of(
        pairs("0.9", () -> 0.9),
        pairs("0.8", () -> 0.8),
        pairs("below 0.5", () -> random.nextDouble(0.02, 0.49)));
  }

  private Found pairs(String planted, DoubleSupplier target) {
    SyntheticText text = new SyntheticText(1);
    SplittableRandom random = new SplittableRandom(1);
    double similarity = 0;
    double theory = 0;
    int found = 0;
    for (int i = 0; i < PAIRS; i++) {
      String[] words = text.document(random.nextInt(200, 800)).split("\\s+", -1);
      String[] changed = changed(words, target.getAsDouble(), text, random);
      double of = similarity(words, changed);
      similarity += of / PAIRS;
      theory += OPTIONS.chance(of) / PAIRS;
      found += shareABand(String.join(" ", words), String.join(" ", changed)) ? 1 : 0;
    }
    return new Found(
        name(),
        planted,
        PAIRS,
        JsonLines.rounded(similarity, 3),
        JsonLines.rounded((double) found / PAIRS, 4),
        JsonLines.rounded(theory, 4));
  }

  /**
   * Replaces words at about even distances. With e of them replaced, n of N shingles are lost, 5 e
   * where they are far apart, and the similarity is (N − n) / (N + n).
   */
  private static String[] changed(
      String[] words, double similarity, SyntheticText text, SplittableRandom random) {
    int length = OPTIONS.length();
    int shingles = words.length - length + 1;
    double lost = shingles * (1 - similarity) / (1 + similarity);
    int replaced = Math.max(1, (int) Math.round(lost / length));
    String[] changed = words.clone();
    double step = (double) (words.length - 2 * length) / replaced;
    double shift = random.nextDouble(Math.max(step, 1e-9));
    for (int i = 0; i < replaced; i++) {
      changed[length + (int) (shift + i * step) % (words.length - 2 * length)] = text.word() + "x";
    }
    return changed;
  }

  private static double similarity(String[] a, String[] b) {
    Set<String> common = shingles(a);
    Set<String> ofB = shingles(b);
    int both = common.size() + ofB.size();
    common.retainAll(ofB);
    return (double) common.size() / (both - common.size());
  }

  private static Set<String> shingles(String[] words) {
    List<String> folded = new ArrayList<>();
    for (String word : words) {
      folded.add(word.replaceAll("[.,]", "").toLowerCase(Locale.ROOT));
    }
    Set<String> shingles = new HashSet<>();
    for (int i = 0; i + OPTIONS.length() <= folded.size(); i++) {
      shingles.add(String.join(" ", folded.subList(i, i + OPTIONS.length())));
    }
    return shingles;
  }

  private boolean shareABand(String a, String b) {
    long[] first = minHash.bands(a).orElseThrow();
    long[] second = minHash.bands(b).orElseThrow();
    for (int band = 0; band < first.length; band++) {
      if (first[band] == second[band]) {
        return true;
      }
    }
    return false;
  }
}
