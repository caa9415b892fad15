package dev.kindling.model;

/** How gradients become updates. */
public enum OptimizerKind {
  /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
  ADAMW,
  /** Adam with decoupled weight decay and a trust ratio by slice, for large batches (You 2020). */
  LAMB
}
