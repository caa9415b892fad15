/**
 * Writes a run's figures as an event file that TensorBoard reads: records framed by lengths and
 * checksums, each an event in Protocol Buffers, both written by hand since so little of them is
 * needed. Uses {@code dev.kindling.train.progress}; nothing but the stage imports it.
 */
package dev.kindling.train.tensorboard;
