package dev.kindling.model.kernels;

/**
 * What an update of a parameter reads and writes: float32 buffers of one size.
 *
 * @param value the weights
 * @param gradient of this step; undefined after the update
 * @param first running mean of the gradients
 * @param second running mean of the squared gradients
 */
public record ParameterState(Buffer value, Buffer gradient, Buffer first, Buffer second) {}
