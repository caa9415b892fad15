package dev.kindling.examples;

/**
 * A document as token ids.
 *
 * @param id the document's id
 * @param sentences one array of token ids a sentence, in text order, without special tokens; empty
 *     sentences are ignored
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record TokenizedDocument(String id, int[][] sentences) {}
