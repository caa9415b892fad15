/**
 * Turns a document into a decision: small typed rules, each with named thresholds, that keep, edit
 * or drop one document. It uses the JDK alone; thresholds without another source are Gopher's (Rae
 * et al. 2021, table A1). It never imports Spark, and an unknown rule or parameter is an error.
 */
package dev.kindling.corpus.filter;
