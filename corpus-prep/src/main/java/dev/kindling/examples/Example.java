package dev.kindling.examples;

/**
 * One training example, unpadded and unmasked.
 *
 * @param id hash of document id, duplicate and index: the key of its masks and of its place in the
 *     shuffle
 * @param tokens BERT: [CLS] A [SEP] B [SEP], at most L; full sentences: [CLS], sentences with a
 *     [SEP] between documents, [SEP], at most L; GPT: at most L + 1 tokens
 * @param secondSegmentStart index of B's first token; 0 without pairs
 * @param randomNext whether B comes from another document; false without pairs
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Example(long id, int[] tokens, int secondSegmentStart, boolean randomNext) {}
