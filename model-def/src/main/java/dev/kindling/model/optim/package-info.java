/**
 * Turns gradients into new parameters: AdamW or LAMB with clipping by the global norm, under a
 * learning rate schedule. It uses {@code kernels} and the parameters of {@code nn}. It never
 * imports a backend.
 */
package dev.kindling.model.optim;
