/**
 * Turns the documents table into {@code vocab.txt} and {@code tokenizer.json}. Counts words on
 * Spark and learns the pieces on the driver with {@code dev.kindling.tokenizer}. Never imports the
 * examples stage, the model or the training packages.
 */
package dev.kindling.jobs.vocab;
