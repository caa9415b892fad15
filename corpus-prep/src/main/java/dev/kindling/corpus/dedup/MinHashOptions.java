package dev.kindling.corpus.dedup;

import java.io.Serializable;

/**
 * How near-duplicates are looked for: documents are sets of shingles, and two documents are
 * candidates when their signatures agree in all rows of at least one band (Broder 1997; Leskovec,
 * Rajaraman and Ullman, Mining of Massive Datasets, chapter 3).
 *
 * @param unit what a shingle is a run of
 * @param length units of a shingle, 1 to 1000
 * @param bands at least 1; bands × rows at most 4096
 * @param rows minima of a band, at least 1
 * @param seed picks the hash functions
 */
public record MinHashOptions(ShingleUnit unit, int length, int bands, int rows, long seed)
    implements Serializable {
  /** The longest shingle. */
  public static final int MAXIMUM_LENGTH = 1000;

  /** The most minima of a signature. */
  public static final int MAXIMUM_HASHES = 4096;

  /** Checks the ranges. */
  public MinHashOptions {
    if (length < 1 || length > MAXIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "length must be in [1, %d], got %d".formatted(MAXIMUM_LENGTH, length));
    }
    if (bands < 1 || rows < 1 || (long) bands * rows > MAXIMUM_HASHES) {
      throw new IllegalArgumentException(
          "bands and rows must be at least 1 and bands × rows at most %d, got %d × %d"
              .formatted(MAXIMUM_HASHES, bands, rows));
    }
  }

  /**
   * The minima of a signature.
   *
   * @return bands × rows
   */
  public int hashes() {
    return bands * rows;
  }

  /**
   * The chance that two documents become candidates: 1 − (1 − s^rows)^bands.
   *
   * @param similarity Jaccard similarity s of their shingles, in [0, 1]
   * @return in [0, 1]
   */
  public double chance(double similarity) {
    return 1 - Math.pow(1 - Math.pow(similarity, rows), bands);
  }
}
