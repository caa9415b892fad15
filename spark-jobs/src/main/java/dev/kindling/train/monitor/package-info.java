/**
 * A run's figures among Spark's own metrics, for whatever watches the cluster: a plugin that
 * Spark's metrics system asks, and the listener that keeps its answers. Uses {@code
 * dev.kindling.train.progress} and Spark; nothing but the stage imports it.
 */
package dev.kindling.train.monitor;
