/**
 * Turns a row of logits into words: the likeliest pieces for a masked position, or the next id of a
 * text. It uses the JDK alone and works on vocabulary ids. It never imports the tokenizer, the
 * network or Spark.
 */
package dev.kindling.model.generate;
