package dev.kindling.examples;

/**
 * Where a run of an example's tokens comes from.
 *
 * @param firstToken index in the example of the run's first token
 * @param tokens length of the run, without special tokens
 * @param document id of the document
 * @param start index in the document's text, in UTF-16 units, at which the first token's word
 *     begins
 * @param end one past the last unit of the last token's word
 */
public record Origin(int firstToken, int tokens, String document, int start, int end) {}
