/**
 * Turns text into WordPiece ids and ids back into text, under Google's or Hugging Face's rules for
 * cleaning, lower case and splitting ({@link dev.kindling.tokenizer.Profile}).
 *
 * <p>Text is data: a literal {@code [SEP]} in it is split and encoded like any other text, where
 * Hugging Face's tokenizer would put in the id of the special token; {@code known-differences.txt}
 * beside the tests lists this and every other difference.
 *
 * <p>It uses the JDK alone, whose Unicode tables (Java 17: Unicode 13) are the tables of this
 * package, and never imports another module, Spark, or a JSON library.
 */
package dev.kindling.tokenizer;
