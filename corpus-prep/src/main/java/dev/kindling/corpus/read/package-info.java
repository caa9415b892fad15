/**
 * Turns the bytes of one file (WARC, HTML or plain text, gzipped or not) into documents and
 * quarantined records. It uses jwarc for records, jsoup for pages and the JDK for compression, all
 * under limits. It never throws because of bad bytes and never imports Spark.
 */
package dev.kindling.corpus.read;
