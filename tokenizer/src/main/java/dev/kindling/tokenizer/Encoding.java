package dev.kindling.tokenizer;

/**
 * A text as pieces, and where they stand in it, as Hugging Face's tokenizer has it: a piece begins
 * with the character that its first letter comes from and ends with that of its last; what cleaning
 * deleted before or behind them is no part of it. Where stripping accents changes the order of
 * marks, the places stay in the order of the text.
 *
 * @param ids of the pieces
 * @param starts index in the text, in UTF-16 units, of each piece's first character
 * @param ends one past the last unit of each piece's last character
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Encoding(int[] ids, int[] starts, int[] ends) {

  /**
   * The same pieces, each with the place of the whole word that it belongs to.
   *
   * @param vocabulary the one that the ids are of
   */
  public Encoding ofWords(Vocabulary vocabulary) {
    int[] wordStarts = starts.clone();
    int[] wordEnds = ends.clone();
    for (int i = 1; i < ids.length; i++) {
      if (vocabulary.isContinuation(ids[i])) {
        wordStarts[i] = wordStarts[i - 1];
      }
    }
    for (int i = ids.length - 2; i >= 0; i--) {
      if (vocabulary.isContinuation(ids[i + 1])) {
        wordEnds[i] = wordEnds[i + 1];
      }
    }
    return new Encoding(ids, wordStarts, wordEnds);
  }
}
