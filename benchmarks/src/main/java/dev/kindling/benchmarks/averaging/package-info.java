/**
 * Measures parameter averaging: the loss that a small model reaches at equal tokens, by local steps
 * and outer optimizer, and what a round's exchange of a large model costs. Losses come from the
 * engine and {@code model.averaging} in this process, exchanges from runs of {@code
 * scripts/kindling}, DL4J's rounds from a process with DL4J and Spark on its class path; nothing
 * else here imports either.
 */
package dev.kindling.benchmarks.averaging;
