/**
 * Turns a training state and a number of local steps into the next training state. Either a round
 * is one Spark job (broadcast, local steps in one task per virtual worker, a shuffle that averages
 * slice by slice), or all rounds up to a checkpoint are one barrier stage whose tasks exchange
 * slices with dev.kindling.train.aeron; the bits are the same. Uses Spark's RDDs, the training
 * engine of model-def and dev.kindling.train.data. Never imports the command line or the driver's
 * loop: a round knows nothing of the rounds around it.
 */
package dev.kindling.train.sync;
