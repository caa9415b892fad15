/**
 * Turns the bytes of raw files into documents of plain text and decides about each: what a document
 * is, what happened to it, and whether it is held out. Its subpackages read, extract, filter,
 * compare and split, one document at a time, with jwarc, jsoup and ICU4J. It never imports Spark,
 * ND4J, Aeron or the model, and never fails because of bad input: what cannot be used comes back
 * with a reason.
 */
package dev.kindling.corpus;
