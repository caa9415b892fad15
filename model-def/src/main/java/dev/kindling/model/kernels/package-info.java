/**
 * The operations a transformer is made of, on float32 memory of a device: {@link
 * dev.kindling.model.kernels.Kernels} turns {@link dev.kindling.model.kernels.Buffer}s into
 * buffers, and {@link dev.kindling.model.kernels.Backends} finds an implementation by name. It uses
 * the JDK alone; each backend is a package below, found by {@link java.util.ServiceLoader}. It
 * never imports the network, the optimizer or a backend.
 */
package dev.kindling.model.kernels;
