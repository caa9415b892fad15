package dev.kindling.model.kernels;

/** Numbers on their way from a device. */
public interface Reading {
  /** Returns them, once the operations that they come from are done; waits until then. */
  double[] values();
}
