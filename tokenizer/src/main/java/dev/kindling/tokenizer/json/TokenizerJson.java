package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;

/** Hugging Face's {@code tokenizer.json}. */
public final class TokenizerJson {

  /** What is put around a text. */
  public enum Template {
    /** {@code [CLS] A [SEP]} and {@code [CLS] A [SEP] B [SEP]}. */
    BERT,
    /** Nothing. */
    GPT
  }

  /**
   * What a file describes.
   *
   * @param vocabulary the pieces
   * @param options how text becomes words
   */
  public record Tokenizer(Vocabulary vocabulary, TokenizerOptions options) {}

  private TokenizerJson() {}

  /** The bytes of the file. */
  @SuppressWarnings("DoNotCallSuggester")
  public static byte[] write(Vocabulary vocabulary, TokenizerOptions options, Template template) {
    throw new IllegalStateException("not built yet");
  }

  /** Reads the bytes of a file. */
  @SuppressWarnings("DoNotCallSuggester")
  public static Tokenizer read(byte[] json, String origin) {
    throw new IllegalStateException("not built yet");
  }
}
