/**
 * Measures single kernels and whole training steps with JMH. Uses the modules below {@code
 * spark-jobs}; nothing imports it.
 */
package dev.kindling.benchmarks;
