/**
 * Measures the tokenizer beside Hugging Face's, one record a line: encoding, learning, and how well
 * the learned vocabularies spell held-out text. Uses {@code tokenizer} and the peer's native
 * library, each measurement of encoding in a process of its own; never imports Spark.
 */
package dev.kindling.benchmarks.tokenizer;
