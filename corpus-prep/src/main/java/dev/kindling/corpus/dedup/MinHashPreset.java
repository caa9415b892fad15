package dev.kindling.corpus.dedup;

/** The settings that public corpora were deduplicated with. */
public enum MinHashPreset {
  /** FineWeb and datatrove: 5 words, 14 bands of 8; finds half of the pairs at similarity 0.68. */
  FINEWEB(ShingleUnit.WORD, 5, 14, 8),

  /** RedPajama-v2 at 0.8: 13 words, 9 bands of 13. */
  REDPAJAMA(ShingleUnit.WORD, 13, 9, 13),

  /** NeMo Curator: 24 characters, 20 bands of 13. */
  NEMO(ShingleUnit.CHARACTER, 24, 20, 13),

  /** BigCode at 0.7: 5 words, 25 bands of 10. */
  BIGCODE(ShingleUnit.WORD, 5, 25, 10);

  private final ShingleUnit unit;
  private final int length;
  private final int bands;
  private final int rows;

  MinHashPreset(ShingleUnit unit, int length, int bands, int rows) {
    this.unit = unit;
    this.length = length;
    this.bands = bands;
    this.rows = rows;
  }

  /**
   * The preset's settings.
   *
   * @param seed picks the hash functions
   * @return all of them
   */
  public MinHashOptions options(long seed) {
    return new MinHashOptions(unit, length, bands, rows, seed);
  }
}
