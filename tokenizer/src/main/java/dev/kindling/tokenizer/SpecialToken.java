package dev.kindling.tokenizer;

/**
 * The pieces that stand for no text. Learned vocabularies begin with them, in this order: their ids
 * are 0 to 5.
 */
public enum SpecialToken {
  /** Fills a sequence up to its fixed length. */
  PAD("[PAD]"),
  /** Stands for a word that the vocabulary cannot spell. */
  UNKNOWN("[UNK]"),
  /** Opens every BERT example. */
  CLASSIFICATION("[CLS]"),
  /** Closes each segment of a BERT example. */
  SEPARATOR("[SEP]"),
  /** Stands in for a token that BERT has to predict. */
  MASK("[MASK]"),
  /** Ends each document in GPT examples. */
  END_OF_TEXT("[EOT]");

  private final String text;

  SpecialToken(String text) {
    this.text = text;
  }

  /** The piece as it stands in {@code vocab.txt}. */
  public String text() {
    return text;
  }
}
