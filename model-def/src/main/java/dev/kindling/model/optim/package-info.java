/**
 * Turns gradients into new parameters: AdamW with clipping by the global norm, under a learning
 * rate schedule. It uses {@code kernels} only. It never imports the network or a backend.
 */
package dev.kindling.model.optim;
