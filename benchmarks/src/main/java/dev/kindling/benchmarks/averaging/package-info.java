/**
 * Measures parameter averaging: the loss that a small model reaches at equal tokens, by local steps
 * and outer optimizer, and what a round's exchange of a large model costs. Losses come from the
 * engine and {@code model.averaging} in this process, exchanges from runs of {@code
 * scripts/kindling}; never imports Spark.
 */
package dev.kindling.benchmarks.averaging;
