/**
 * The ND4J backend: buffers are ND4J arrays, kernels are ND4J operations in float32, on the
 * processor with {@code nd4j-native} and on GPUs up to compute capability 8.9 with {@code
 * nd4j-cuda-11.6}, whichever the class path has. It is plain: attention keeps a sequence's scores
 * in memory, and what drops out is drawn by Java and copied over. ND4J is an optional dependency:
 * who uses this backend brings it. Nothing imports this package: it is found by {@link
 * java.util.ServiceLoader}.
 */
package dev.kindling.model.kernels.nd4j;
