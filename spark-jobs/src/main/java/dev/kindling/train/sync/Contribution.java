package dev.kindling.train.sync;

import java.io.Serializable;

/**
 * One worker's values for one slice, on their way through the shuffle.
 *
 * @param report of the worker: its number gives the order of the sum, its tokens the weight
 * @param values little-endian float32
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record Contribution(WorkerReport report, byte[] values) implements Serializable {}
