/**
 * Turns a text into a fingerprint by which equal documents are found. It uses the JDK and {@code
 * corpus}. It never imports Spark: grouping by fingerprint is the job's part.
 */
package dev.kindling.corpus.dedup;
