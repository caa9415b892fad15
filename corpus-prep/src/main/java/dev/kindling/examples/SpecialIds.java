package dev.kindling.examples;

import java.io.Serializable;

/**
 * Ids of the special tokens that examples contain.
 *
 * @param classification id of [CLS]
 * @param separator id of [SEP]
 * @param mask id of [MASK]
 * @param endOfText id of [EOT], which ends a document in GPT examples
 */
public record SpecialIds(int classification, int separator, int mask, int endOfText)
    implements Serializable {}
