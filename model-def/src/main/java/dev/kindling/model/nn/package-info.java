/**
 * The network, written once: token ids of a packed batch become losses and gradients of all
 * parameters, forward and backward spelled out over {@code kernels}. Shapes stand beside each
 * buffer: R rows (tokens), S rows that the loss reads, h hidden, f feed-forward width, V
 * vocabulary. It never imports a backend, and it allocates nothing after construction.
 */
package dev.kindling.model.nn;
