/**
 * Turns a tokenizer into the four files of Hugging Face's layout and back, and refuses files that
 * are damaged, disagree, or describe another kind of tokenizer, always with a {@link
 * dev.kindling.tokenizer.TokenizerFormatException}.
 *
 * <p>It uses the JDK and {@link dev.kindling.tokenizer}; the small JSON reader and writer are its
 * own.
 *
 * <p>It never imports another module, Spark, or a JSON library.
 */
package dev.kindling.tokenizer.json;
