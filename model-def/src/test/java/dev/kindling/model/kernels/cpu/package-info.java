/** Tests of the CPU backend's parts, against plain loops. */
package dev.kindling.model.kernels.cpu;
