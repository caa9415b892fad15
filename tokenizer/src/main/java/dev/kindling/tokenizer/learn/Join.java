package dev.kindling.tokenizer.learn;

/**
 * A pair of neighbouring pieces that the learner made into one. The joins in their order, with the
 * word counts and options they came from, tell the whole state of a learner.
 *
 * @param left the id of the piece on the left
 * @param right the id of the piece on the right, which continues a word
 */
public record Join(int left, int right) {}
