/**
 * The CUDA backend: the kernels' operations on one GPU of compute capability 8.0 or newer. Matrix
 * products are cuBLASLt's, everything else is CUDA C++ that stands beside this package as resources
 * and is compiled by NVRTC for the GPU at hand. All of it goes through {@link
 * dev.kindling.model.kernels.cuda.GpuDevice}, so that the same code runs on an emulated device
 * where there is no GPU. It never imports the network, the optimizer or another backend.
 */
package dev.kindling.model.kernels.cuda;
