/**
 * The sample corpus of the quick start: turns a pinned list of public Maven artifacts into {@code
 * books/} (HTML and plain text) and {@code web/} (gzipped WARC files), with checksums verified
 * before anything is written. It uses the JDK, jwarc to write records and {@code corpus.extract} to
 * tell pages of prose from lists of names. It never opens a network connection (the script fetches
 * the artifacts) and never imports Spark or Hadoop.
 */
package dev.kindling.jobs.sample;
