/**
 * Measures the exchange of slices over Aeron between processes of this machine: bytes and seconds
 * of a round without any training. Uses dev.kindling.train.aeron; never Spark.
 */
package dev.kindling.benchmarks.exchange;
