/**
 * Turns counts of words into a WordPiece vocabulary, the same whatever the order in which the
 * counts came.
 *
 * <p>It uses the JDK and {@link dev.kindling.tokenizer.Vocabulary}; words are to be counted as
 * {@link dev.kindling.tokenizer.BertNormalizer} gives them.
 *
 * <p>It never imports another module or Spark: counting in parallel and merging the counts is the
 * caller's business.
 */
package dev.kindling.tokenizer.learn;
