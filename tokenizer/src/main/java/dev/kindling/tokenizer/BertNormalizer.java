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
    CharacterTable table = CharacterTable.of(options);
    WordCursor words = new WordCursor(table);
    WordFolder folder = new WordFolder(table, options.maxCharactersPerWord());
    Utf8Chunks chunks = new Utf8Chunks();
    chunks.reset(text);
    while (chunks.next()) {
      words.reset(chunks.bytes(), 0, chunks.length());
      while (words.next()) {
        if (words.alone() >= 0) {
          sink.accept(Character.toString(words.alone()));
          continue;
        }
        folder.fold(chunks.bytes(), 0, chunks.length(), words.start(), words.end());
        if (folder.length() > 0 && !folder.isTooLong()) {
          sink.accept(new String(folder.letters(), 0, folder.length()));
        }
      }
    }
  }
}
