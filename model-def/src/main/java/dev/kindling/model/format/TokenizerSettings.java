package dev.kindling.model.format;

/**
 * What a model folder's files say of the tokenizer.
 *
 * @param padding id of [PAD]
 * @param endOfText id of [EOT], which begins and ends GPT's texts; BERT's files do not name it
 * @param lowercase whether text is lower-cased (and stripped of accents) before it is split
 */
public record TokenizerSettings(int padding, int endOfText, boolean lowercase) {

  /** Checks the ids. */
  public TokenizerSettings {
    if (padding < 0 || endOfText < 0) {
      throw new IllegalArgumentException(
          "ids of special pieces must be at least 0, got padding %d and end of text %d"
              .formatted(padding, endOfText));
    }
  }
}
