package dev.kindling.model.format;

/**
 * What a model folder's config.json says of the tokenizer.
 *
 * @param padding id of [PAD]
 * @param endOfText id of [EOT], which begins and ends GPT's texts; BERT's files do not name it
 * @param fingerprint of the tokenizer that the model was trained with: any text that is unlike for
 *     two tokenizers that give other ids
 */
public record TokenizerSettings(int padding, int endOfText, String fingerprint) {

  /** Checks the ids. */
  public TokenizerSettings {
    if (padding < 0 || endOfText < 0) {
      throw new IllegalArgumentException(
          "ids of special pieces must be at least 0, got padding %d and end of text %d"
              .formatted(padding, endOfText));
    }
  }
}
