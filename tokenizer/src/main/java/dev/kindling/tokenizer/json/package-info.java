/**
 * Turns a vocabulary with its options into Hugging Face's {@code tokenizer.json} and back.
 *
 * <p>It uses the JDK and {@link dev.kindling.tokenizer}; the small JSON reader and writer are its
 * own.
 *
 * <p>It never imports another module, Spark, or a JSON library.
 */
package dev.kindling.tokenizer.json;
