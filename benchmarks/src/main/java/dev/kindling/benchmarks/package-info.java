/**
 * Measures whole training steps against peers, and single kernels with JMH: {@code benchmarks/run}
 * starts {@link dev.kindling.benchmarks.Main}, which finds a {@link
 * dev.kindling.benchmarks.Subcommand} by name. Uses the modules below {@code spark-jobs}; nothing
 * imports it.
 */
package dev.kindling.benchmarks;
