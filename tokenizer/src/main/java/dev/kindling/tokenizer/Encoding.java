package dev.kindling.tokenizer;

/**
 * A text as pieces, and where they stand in it. All pieces of a word have the word's place: what
 * folding does to a word leaves no smaller one.
 *
 * @param ids of the pieces
 * @param starts index in the text, in UTF-16 units, at which each piece's word begins
 * @param ends one past the last unit of each piece's word
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Encoding(int[] ids, int[] starts, int[] ends) {}
