package dev.kindling.jobs.config;

import dev.kindling.tokenizer.Profile;

/**
 * How the vocabulary is learned.
 *
 * @param size most pieces, special tokens included; 64 to 1,000,000
 * @param profile whose text normalisation is followed
 * @param lowercase whether text is lower-cased and its accents stripped
 * @param minimumFrequency a pair of pieces seen less often is not merged, at least 1
 * @param alphabetLimit most single characters kept, at least 1
 */
public record VocabularyConfig(
    @Default("30522") int size,
    @Default("hf") Profile profile,
    @Default("true") boolean lowercase,
    @Default("2") long minimumFrequency,
    @Default("1000") int alphabetLimit) {
  /** Checks the ranges. */
  public VocabularyConfig {
    new Check()
        .that(size >= 64 && size <= 1_000_000, "size", size, "must be in [64, 1000000]")
        .positive("minimum-frequency", minimumFrequency)
        .positive("alphabet-limit", alphabetLimit)
        .done();
  }
}
