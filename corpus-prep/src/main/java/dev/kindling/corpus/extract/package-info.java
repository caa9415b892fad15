/**
 * Turns a page's markup, or any text, into clean plain text with one paragraph a line. It uses
 * jsoup to parse and the JDK to normalise. It never imports Spark and never fails on malformed
 * markup.
 */
package dev.kindling.corpus.extract;
