package dev.kindling.train.sync;

import dev.kindling.train.state.StateVector;
import java.io.Serializable;

/**
 * A stretch of a shared vector, from the task that owns it.
 *
 * @param vector that it belongs to
 * @param start of it in the vector
 * @param values at most a slice
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record OwnedSlice(StateVector vector, int start, float[] values) implements Serializable {}
