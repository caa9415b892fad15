package dev.kindling.tokenizer;

import java.util.Arrays;

/**
 * Cleans, folds and splits a text in one pass, without a string for each word. Not safe for use by
 * several threads at once.
 */
final class WordScanner {

  /** Takes the words of a text in their order. */
  interface Sink {
    /**
     * A word of at most {@code maxCharactersPerWord} code points; the array is the scanner's and
     * changes after the call.
     *
     * @param start index in the text at which the word begins, with what cleaning deleted before it
     * @param end one past its last character
     */
    void word(int[] codePoints, int length, int start, int end);

    /** A word that is longer. */
    void tooLong(int start, int end);
  }

  private final CharacterTable table;
  private final ContextFolding folding;
  private final int maxCharacters;
  private int[] word = new int[64];
  private int length; // of the word so far, in code points; at most maxCharacters + 1

  WordScanner(TokenizerOptions options) {
    this.table = CharacterTable.of(options);
    this.folding = new ContextFolding(table.rules());
    this.maxCharacters = options.maxCharactersPerWord();
  }

  void scan(String text, Sink sink) {
    length = 0;
    int wordStart = 0; // where the word began, with what cleaning deleted before it
    boolean context = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int entry = table.entry(codePoint);
      int next = i + Character.charCount(codePoint);
      switch (CharacterTable.kind(entry)) {
        case CharacterTable.LETTER -> append(CharacterTable.value(entry));
        case CharacterTable.SPACE, CharacterTable.ISOLATE -> {
          finish(text, wordStart, i, context, sink);
          if (CharacterTable.kind(entry) == CharacterTable.ISOLATE) {
            word[0] = CharacterTable.value(entry);
            sink.word(word, 1, i, next);
          }
          wordStart = next;
          context = false;
        }
        case CharacterTable.EXPAND -> {
          for (int letter : table.expansion(codePoint)) {
            append(letter);
          }
        }
        case CharacterTable.CONTEXT -> context = true;
        default -> {} // deleted
      }
      i = next;
    }
    finish(text, wordStart, text.length(), context, sink);
  }

  private void append(int codePoint) {
    if (length <= maxCharacters) {
      if (length == word.length) {
        word = Arrays.copyOf(word, length * 2);
      }
      word[length++] = codePoint;
    }
  }

  private void finish(String text, int start, int end, boolean context, Sink sink) {
    if (context) {
      foldWhole(text, start, end);
    }
    if (length > maxCharacters) {
      sink.tooLong(start, end);
    } else if (length > 0) {
      sink.word(word, length, start, end);
    }
    length = 0;
  }

  /** Folds a word anew, as a whole. */
  private void foldWhole(String text, int start, int end) {
    folding.fold(text, start, end);
    length = 0;
    for (int i = 0; i < folding.length(); i++) {
      append(folding.codePoint(i));
    }
  }
}
