/**
 * The CPU backend: off-heap memory, the JDK's Vector API for everything elementwise and oneDNN's
 * one-threaded matrix product. It uses JavaCPP and {@code jdk.incubator.vector}, which Java must be
 * told to add. It never imports the network or the optimizer, and nothing imports it: it is found
 * by {@link java.util.ServiceLoader}.
 */
package dev.kindling.model.kernels.cpu;
