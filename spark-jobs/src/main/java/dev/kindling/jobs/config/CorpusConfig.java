package dev.kindling.jobs.config;

import java.util.Map;

/**
 * How raw text becomes documents.
 *
 * @param inputs the raw folders by name; the name is the first part of a document's source
 * @param heldOutFraction share of documents kept for evaluation, by hash of the id, in [0, 1)
 * @param maxBadFraction share of records that may be unreadable before the stage fails, in [0, 1]
 * @param partitions Spark partitions, 0 for Spark's default
 * @param rules quality rules with their parameters; absent: all rules with their defaults
 */
public record CorpusConfig(
    Map<String, InputConfig> inputs,
    @Default("0.01") double heldOutFraction,
    @Default("0.01") double maxBadFraction,
    @Operational @Default("0") int partitions,
    @Default("null") Map<String, Map<String, Double>> rules) {
  /** Checks the ranges. */
  public CorpusConfig {
    new Check()
        .that(!inputs.isEmpty(), "inputs", "{}", "must name at least one input")
        .fraction("held-out-fraction", heldOutFraction)
        .that(
            maxBadFraction >= 0 && maxBadFraction <= 1,
            "max-bad-fraction",
            maxBadFraction,
            "must be in [0, 1]")
        .notNegative("partitions", partitions)
        .done();
  }
}
