/**
 * Tests of the CUDA backend: kernels and network on an emulated GPU, and on one if there is one.
 */
package dev.kindling.model.kernels.cuda;
