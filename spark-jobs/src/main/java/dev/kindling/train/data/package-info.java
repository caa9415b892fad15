/**
 * Turns example shards and a worker's step counter into the batches of that step. Uses the example
 * format of corpus-prep and Hadoop's file systems, read at a position. Never imports Spark, and
 * keeps no state of its own: what comes next is a function of the step.
 */
package dev.kindling.train.data;
