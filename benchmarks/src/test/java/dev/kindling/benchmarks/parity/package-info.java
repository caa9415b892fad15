/**
 * Holds the training engine to PyTorch: the same weights and batches go through both, and logits,
 * losses, gradients and optimizer steps must agree. The network on PyTorch's side is written anew
 * here, on padded rectangles, from the papers and {@code ParameterLayout}'s names; it shares no
 * code with the engine.
 */
package dev.kindling.benchmarks.parity;
