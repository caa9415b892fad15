/**
 * Turns what a run has come to and the steps of each worker into what it comes to next: local
 * steps, then an exchange that averages slice by slice, over Spark's shuffle (a job a round) or
 * over dev.kindling.train.aeron (a barrier stage up to each checkpoint), with the same bits. Uses
 * Spark's RDDs, the training engine of model-def, dev.kindling.train.data for examples, and
 * dev.kindling.train.checkpoint for what workers keep. Never imports the command line, the driver's
 * loop or the reports.
 */
package dev.kindling.train.sync;
