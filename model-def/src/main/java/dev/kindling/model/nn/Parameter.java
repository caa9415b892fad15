package dev.kindling.model.nn;

import dev.kindling.model.ParameterSlice;
import dev.kindling.model.kernels.Buffer;

/**
 * One weight and its gradient.
 *
 * @param slice name and shape
 * @param value the weight
 * @param gradient its gradient, summed over all micro-batches of a step
 */
public record Parameter(ParameterSlice slice, Buffer value, Buffer gradient) {}
