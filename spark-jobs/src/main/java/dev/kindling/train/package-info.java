/**
 * Turns example shards and a run's configuration into a trained model: the driver's loop over pure
 * rounds, with checkpoints and metrics between them. Uses dev.kindling.train.sync for a round,
 * .checkpoint to survive, .data for the order of examples, .plan for what it computes, and the
 * stage and configuration packages of dev.kindling.jobs. Never imports the other stages: it knows
 * them by their directories.
 */
package dev.kindling.train;
