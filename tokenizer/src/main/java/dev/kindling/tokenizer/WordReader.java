package dev.kindling.tokenizer;

/**
 * Passes on the words of texts, as {@link BertNormalizer} cuts them, without making an object for
 * each. Words of more than {@link TokenizerOptions#maxCharactersPerWord()} code points are left
 * out: the encoder knows them only as {@code [UNK]}, so there is nothing to be learned from them.
 * Not safe for use by several threads at once.
 */
public final class WordReader {

  /** Takes words. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a word.
     *
     * @param codePoints holds it from 0; it changes after the call
     * @param length in code points, at least 1
     */
    void word(int[] codePoints, int length);
  }

  private final WordCursor words;
  private final WordFolder folder;
  private final Sink sink;
  private final Utf8Chunks chunks = new Utf8Chunks();
  private final int[] single = new int[1];

  /** A reader under these options. */
  public WordReader(TokenizerOptions options, Sink sink) {
    CharacterTable table = CharacterTable.of(options);
    this.words = new WordCursor(table);
    this.folder = new WordFolder(table, options.maxCharactersPerWord());
    this.sink = sink;
  }

  /** Passes on each word of a text in its order. */
  public void read(CharSequence text) {
    chunks.reset(text);
    while (chunks.next()) {
      read(chunks.bytes(), 0, chunks.length());
    }
  }

  /**
   * Passes on each word of the text {@code utf8[from..to)} in its order; malformed bytes are read
   * as U+FFFD.
   */
  public void read(byte[] utf8, int from, int to) {
    words.reset(utf8, from, to);
    while (words.next()) {
      if (words.alone() >= 0) {
        single[0] = words.alone();
        sink.word(single, 1);
        continue;
      }
      folder.fold(utf8, from, to, words.start(), words.end());
      if (folder.length() > 0 && !folder.isTooLong()) {
        sink.word(folder.letters(), folder.length());
      }
    }
  }
}
