/** Tests of what only the ND4J backend has. */
package dev.kindling.model.kernels.nd4j;
