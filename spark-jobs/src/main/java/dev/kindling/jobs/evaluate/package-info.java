/**
 * Turns a finished run and its held-out examples into losses beside their unigram baseline. Uses
 * one Spark task per held-out shard and the training engine of model-def. Never imports the
 * training loop's checkpoints format: it reads a run through dev.kindling.train.
 */
package dev.kindling.jobs.evaluate;
