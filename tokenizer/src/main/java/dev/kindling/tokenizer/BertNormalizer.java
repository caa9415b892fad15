package dev.kindling.tokenizer;

import java.util.function.Consumer;

/**
 * Cuts text into the words that WordPiece spells: cleans it, folds case and accents if asked, and
 * splits at white space, around each punctuation character and around each ideograph. Immutable and
 * safe to share between threads.
 */
public final class BertNormalizer {

  private final TokenizerOptions options;

  /** A normalizer under these options. */
  public BertNormalizer(TokenizerOptions options) {
    this.options = options;
  }

  /**
   * Passes on each word of a text in its order. Words of more than {@link
   * TokenizerOptions#maxCharactersPerWord()} code points are left out: the encoder knows them only
   * as {@code [UNK]}, so there is nothing to be learned from them.
   */
  public void words(CharSequence text, Consumer<String> sink) {
    new WordReader(options, (word, length) -> sink.accept(new String(word, 0, length))).read(text);
  }
}
