/**
 * Turns folders of raw files into the documents table, split into training and held-out documents,
 * and the ledger of all that was dropped and why. Reads and cleans each file with {@code
 * dev.kindling.corpus} on Spark's executors, opening files through Hadoop's file systems. Never
 * imports the later stages, the model or the training packages.
 */
package dev.kindling.jobs.corpus;
