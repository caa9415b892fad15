/**
 * The network as a DL4J {@code ComputationGraph}: a vertex for each part, over the kernels of
 * dev.kindling.model.nn, with the weights in the order of the flat vector. Uses ND4J and DL4J,
 * which are optional: whoever uses this package brings them. Never imports Spark.
 */
package dev.kindling.model.dl4j;
