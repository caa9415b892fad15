/**
 * Rounds of parameter averaging as a {@code TrainingMaster} of dl4j-spark, for any graph of DL4J:
 * the arithmetic of dev.kindling.model.averaging, slice by slice through a shuffle. Uses DL4J and
 * ND4J, which whoever uses this package brings. Never imports the rest of the training: no stage
 * needs DL4J.
 */
package dev.kindling.train.dl4j;
