/**
 * Turns a row of logits into words: the likeliest pieces for a masked position, or the next id of a
 * text. It works on vocabulary ids and draws with the model's own {@link dev.kindling.model.Hash}.
 * It never imports the tokenizer, the network or Spark.
 */
package dev.kindling.model.generate;
