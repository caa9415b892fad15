/**
 * Turns a document's text into sentences, line by line. It uses ICU4J's sentence rules and a list
 * of abbreviations. It never imports Spark.
 */
package dev.kindling.corpus.sentence;
