/**
 * Turns a document's text into sentences, line by line. It uses a scan of its own for Latin, Greek
 * and Cyrillic script, ICU4J's sentence rules for the others, and lists of abbreviations by
 * language. It never imports Spark.
 */
package dev.kindling.corpus.sentence;
