/**
 * Measures corpus preparation, one {@link dev.kindling.benchmarks.corpus.CorpusRow} a line: how
 * well main text is found, how fast one core cleans, signs and cuts text. Uses {@code corpus-prep}
 * and {@code tokenizer}; never imports Spark.
 */
package dev.kindling.benchmarks.corpus;
