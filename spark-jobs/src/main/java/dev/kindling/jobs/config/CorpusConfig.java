package dev.kindling.jobs.config;

import dev.kindling.corpus.filter.Rules;
import java.util.Map;

/**
 * How raw text becomes documents.
 *
 * @param inputs the raw folders by name; the name is the first part of a document's source
 * @param heldOutFraction share of documents kept for evaluation, by hash of the id, in [0, 1)
 * @param maxBadFraction share of records that may be unreadable before the stage fails, in [0, 1]
 * @param partitions Spark partitions, 0 for Spark's default
 * @param limits what one raw record may cost
 * @param extraction what of a page is kept beside its paragraphs
 * @param preset a named choice of rules, below {@code rules}; see {@link Rules#preset}
 * @param rules rules with their parameters, on top of the preset's; without either: see {@link
 *     Rules#defaults}; a rule that is named gets its defaults for the parameters that are not
 * @param deduplication which duplicates go, after the rules
 */
public record CorpusConfig(
    Map<String, InputConfig> inputs,
    @Default("0.01") double heldOutFraction,
    @Default("0.01") double maxBadFraction,
    @Operational @Default("0") int partitions,
    @Default("{}") LimitsConfig limits,
    @Default("{}") ExtractionConfig extraction,
    @Operational @Derived("none") String preset,
    @Derived("the preset's, else Gopher's quality rules and duplicate lines")
        Map<String, Map<String, Object>> rules,
    @Default("{}") DeduplicationConfig deduplication) {
  /** Checks the ranges and fills in the rules' parameters. */
  public CorpusConfig {
    String unfitPreset = "";
    String unfitRules = "";
    Map<String, Map<String, Object>> base = Map.of();
    try {
      base = preset == null ? Map.of() : Rules.preset(preset);
    } catch (IllegalArgumentException e) {
      unfitPreset = e.getMessage();
    }
    try {
      rules =
          preset == null && rules == null
              ? Rules.defaults()
              : Rules.resolve(Rules.override(base, rules == null ? Map.of() : rules));
    } catch (IllegalArgumentException e) {
      unfitRules = e.getMessage();
    }
    new Check()
        .that(!inputs.isEmpty(), "inputs", "{}", "must name at least one input")
        .fraction("held-out-fraction", heldOutFraction)
        .that(
            maxBadFraction >= 0 && maxBadFraction <= 1,
            "max-bad-fraction",
            maxBadFraction,
            "must be in [0, 1]")
        .notNegative("partitions", partitions)
        .that(unfitPreset.isEmpty(), "preset", preset, unfitPreset)
        .that(unfitRules.isEmpty(), "rules", rules, unfitRules)
        .done();
  }
}
