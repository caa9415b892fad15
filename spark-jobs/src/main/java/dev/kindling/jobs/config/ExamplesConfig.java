package dev.kindling.jobs.config;

import dev.kindling.examples.ExampleKind;

/**
 * How documents become training examples.
 *
 * @param kind masked-language-model for BERT, full-sentences for BERT without pairs (RoBERTa),
 *     next-word for GPT
 * @param sequenceLength tokens an example, special tokens included; 8 to 8192
 * @param duplicates passes over the corpus with different cuts and pairs (not next-word), at least
 *     1
 * @param shortSequenceRate share of examples cut shorter than the sequence length, in [0, 1)
 * @param crossDocuments whether an example may hold text of several documents; always true for
 *     masked-language-model, whose random pairs do
 * @param shards files of the training part; a multiple of every run's workers
 * @param partitions Spark partitions, 0 for Spark's default
 */
public record ExamplesConfig(
    ExampleKind kind,
    @Default("128") int sequenceLength,
    @Default("1") int duplicates,
    @Default("0.1") double shortSequenceRate,
    @Default("true") boolean crossDocuments,
    @Default("16") int shards,
    @Operational @Default("0") int partitions) {
  /** Checks the ranges. */
  public ExamplesConfig {
    new Check()
        .that(
            sequenceLength >= 8 && sequenceLength <= 8192,
            "sequence-length",
            sequenceLength,
            "must be in [8, 8192]")
        .that(
            duplicates >= 1 && (duplicates == 1 || kind.isMasked()),
            "duplicates",
            duplicates,
            "must be at least 1, and exactly 1 for next-word")
        .fraction("short-sequence-rate", shortSequenceRate)
        .that(
            crossDocuments || !kind.hasPairs(),
            "cross-documents",
            crossDocuments,
            "must be true for masked-language-model; full-sentences has no pairs")
        .that(shards >= 1 && shards <= 99_999, "shards", shards, "must be in [1, 99999]")
        .notNegative("partitions", partitions)
        .done();
  }
}
