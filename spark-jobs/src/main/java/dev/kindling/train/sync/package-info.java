/**
 * Turns a training state and a number of local steps into the next training state, as one Spark
 * job: broadcast, local steps in one task per virtual worker, a shuffle that averages slice by
 * slice. Uses Spark's RDDs, the training engine of model-def and dev.kindling.train.data. Never
 * imports the command line or the checkpoints: a round knows nothing of the rounds around it.
 */
package dev.kindling.train.sync;
