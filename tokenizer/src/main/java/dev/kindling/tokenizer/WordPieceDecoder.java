package dev.kindling.tokenizer;

/**
 * Turns ids into text as Hugging Face's WordPiece decoder with cleanup does: pieces with {@code ##}
 * continue the word before them, others follow a space, full stops, question marks, exclamation
 * marks and commas none, and special tokens are left out. What encoding lost (case, accents, the
 * kind of white space, unknown words) stays lost. Immutable and safe to share between threads.
 */
public final class WordPieceDecoder {

  private static final String NO_SPACE_BEFORE = ".?!,";

  private final Vocabulary vocabulary;

  /** A decoder for this vocabulary. */
  public WordPieceDecoder(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * The text of these ids.
   *
   * @throws IndexOutOfBoundsException if an id is not in the vocabulary
   */
  public String decode(int[] ids) {
    StringBuilder text = new StringBuilder();
    boolean first = true;
    for (int id : ids) {
      if (vocabulary.isSpecial(id)) {
        continue;
      }
      String piece = vocabulary.piece(id);
      if (first) {
        text.append(piece);
      } else if (vocabulary.isContinuation(id)) {
        text.append(piece, Vocabulary.CONTINUATION_PREFIX.length(), piece.length());
      } else {
        if (NO_SPACE_BEFORE.indexOf(piece.charAt(0)) < 0) {
          text.append(' ');
        }
        text.append(piece);
      }
      first = false;
    }
    return text.toString();
  }
}
