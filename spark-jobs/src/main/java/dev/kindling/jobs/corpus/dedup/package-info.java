/**
 * Finds duplicates among documents: tables of ids, addresses and texts become small tables of what
 * to drop or to cut, with the arithmetic of {@code dev.kindling.corpus.dedup}. Every grouping is
 * one shuffle and one sorted pass that holds a row at a time, so a group of any size costs no more
 * than its rows; results do not depend on partitions. Never imports the stage that calls it.
 */
package dev.kindling.jobs.corpus.dedup;
