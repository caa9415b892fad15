/**
 * Turns tokenized documents into training examples (masked language model with next-sentence
 * prediction, full sentences, next word), says where each example's text stands, draws masks when a
 * batch is built, and keeps examples in fixed-width shard files. It uses the JDK alone; every
 * random choice comes from a hash of the seed and of an id, so neither task order nor partitioning
 * can change a byte. It never imports Spark, ND4J, Aeron or the model.
 */
package dev.kindling.examples;
