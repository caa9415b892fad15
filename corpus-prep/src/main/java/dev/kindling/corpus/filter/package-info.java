/**
 * Turns a document into a decision: small typed rules, each with named thresholds, that keep, edit
 * or drop one document, and share one scan of its words and lines. It uses the JDK and its sister
 * packages (addresses, sentences), and no regular expressions on texts; each threshold's source
 * stands with its rule. It never imports Spark, and an unknown rule or parameter is an error.
 */
package dev.kindling.corpus.filter;
