/**
 * Turns the documents table and the vocabulary into shuffled shards of training examples. Groups
 * and shuffles with Spark; what an example is, and the shard format, come from {@code
 * dev.kindling.examples}. Never imports the model or the training packages.
 */
package dev.kindling.jobs.examples;
