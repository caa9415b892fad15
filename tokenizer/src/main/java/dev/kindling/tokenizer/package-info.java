/**
 * Turns text into WordPiece ids and ids back into text, under Google's or Hugging Face's rules for
 * cleaning, lower case and splitting ({@link dev.kindling.tokenizer.Profile}).
 *
 * <p>Text is data: a literal {@code [SEP]} in it is split and encoded like any other text, where
 * Hugging Face's tokenizer would put in the id of the special token; {@code known-differences.txt}
 * beside the tests lists this and every other difference.
 *
 * <p>It uses the JDK alone, and never imports another module, Spark, or a JSON library. What it
 * knows of characters it reads from tables of its own, so that another Java version changes no ids:
 * Unicode 13 for Google's rules, and for Hugging Face's whatever its tokenizer does with each.
 */
package dev.kindling.tokenizer;
