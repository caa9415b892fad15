package dev.kindling.jobs.config;

import dev.kindling.corpus.dedup.MinHashOptions;
import dev.kindling.corpus.dedup.MinHashPreset;
import dev.kindling.corpus.dedup.ShingleUnit;

/**
 * How near-duplicates are found by MinHash. Each value is the one written, else the preset's; once
 * resolved, none is null.
 *
 * @param preset settings of a public corpus to start from
 * @param unit what a shingle is a run of
 * @param ngram words or characters of a shingle
 * @param bands documents that agree in one band are linked
 * @param rows minima of a band
 */
public record NearDuplicatesConfig(
    @Operational @Default("fineweb") MinHashPreset preset,
    @Derived("the preset's") ShingleUnit unit,
    @Derived("the preset's") Integer ngram,
    @Derived("the preset's") Integer bands,
    @Derived("the preset's") Integer rows) {
  /** Fills in what is absent and checks the ranges. */
  public NearDuplicatesConfig {
    MinHashOptions base = preset.options(0);
    unit = unit == null ? base.unit() : unit;
    ngram = ngram == null ? Integer.valueOf(base.length()) : ngram;
    bands = bands == null ? Integer.valueOf(base.bands()) : bands;
    rows = rows == null ? Integer.valueOf(base.rows()) : rows;
    new Check()
        .that(
            ngram >= 1 && ngram <= MinHashOptions.MAXIMUM_LENGTH,
            "ngram",
            ngram,
            "must be in [1, %d]".formatted(MinHashOptions.MAXIMUM_LENGTH))
        .positive("bands", bands)
        .positive("rows", rows)
        .that(
            (long) bands * rows <= MinHashOptions.MAXIMUM_HASHES,
            "bands",
            bands,
            "bands × rows must be at most %d, with rows = %d"
                .formatted(MinHashOptions.MAXIMUM_HASHES, rows))
        .done();
  }

  /**
   * The settings for the arithmetic.
   *
   * @param seed the pipeline's
   * @return checked already
   */
  public MinHashOptions options(long seed) {
    return new MinHashOptions(unit, ngram, bands, rows, seed);
  }
}
