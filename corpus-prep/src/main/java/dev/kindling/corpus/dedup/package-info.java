/**
 * Turns texts and addresses into what duplicates are found by: fingerprints of equal texts, MinHash
 * signatures of similar ones, hashes of paragraphs and lines, and cuts the last two out of a
 * document. It uses the JDK, {@code corpus} and the project's hash. It never imports Spark: what
 * the hashes of many documents have in common is the job's part.
 */
package dev.kindling.corpus.dedup;
