/**
 * Turns a document's text into the tokenized parts that examples are built from. Uses the sentence
 * splitter and any encoder of text to token ids. It never imports Spark or a tokenizer.
 */
package dev.kindling.corpus.tokens;
