/**
 * Compares a whole training step (forward, backward, clip, AdamW) of ours with libtorch's: two
 * processes, one for each side, do one step in turn on the same batch, and every configuration
 * becomes one line of JSON. Uses the engine's public interface and JavaCPP's bindings to official
 * libtorch; nothing outside this module imports it.
 */
package dev.kindling.benchmarks.training;
