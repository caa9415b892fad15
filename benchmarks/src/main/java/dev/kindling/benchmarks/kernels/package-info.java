/**
 * Measures single kernels with JMH and sets each beside what the machine allows: the time of
 * copying as many bytes as the kernel must at least move, and the fastest product seen. Uses the
 * interface of kernels, never a backend's classes; nothing outside this module imports it.
 */
package dev.kindling.benchmarks.kernels;
