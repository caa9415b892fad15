package dev.kindling.tokenizer;

/** What an encoder makes of the literal text of a {@link SpecialToken}, such as {@code [SEP]}. */
public enum SpecialTokensInText {
  /** Text like any other: a bracket, a word and a bracket. A document cannot inject a token. */
  AS_TEXT,
  /**
   * The special token, if the vocabulary holds it, as Hugging Face's tokenizer has it: found before
   * the text is normalised, in capitals only, also in the middle of a word.
   */
  RECOGNIZED
}
