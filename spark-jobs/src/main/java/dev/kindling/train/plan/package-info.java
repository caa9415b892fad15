/**
 * Turns a run's configuration, its example shards and the vocabulary into one serialisable plan,
 * which decides every number that the run computes. Uses the configuration records and
 * dev.kindling.train.data. Never imports the round, the checkpoints or the driver's loop, all of
 * which read it.
 */
package dev.kindling.train.plan;
