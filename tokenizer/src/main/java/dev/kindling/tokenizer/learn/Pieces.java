package dev.kindling.tokenizer.learn;

import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces so far, by id and by text: special tokens, reserved pieces, characters that begin
 * words, characters that continue words, and then what is joined from them.
 */
final class Pieces {

  private final List<String> texts = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final int[] beginning; // by code point
  private final int[] continuing; // by code point

  /**
   * The pieces to begin with.
   *
   * @param beginning the code points that can begin words
   * @param continuing the code points that can continue words
   */
  Pieces(List<String> reserved, BitSet beginning, BitSet continuing) {
    for (SpecialToken token : SpecialToken.values()) {
      id(token.text());
    }
    reserved.forEach(this::id);
    this.beginning = characters("", beginning);
    this.continuing = characters(Vocabulary.CONTINUATION_PREFIX, continuing);
  }

  private int[] characters(String prefix, BitSet codePoints) {
    int[] byCodePoint = new int[codePoints.length()];
    for (int i = codePoints.nextSetBit(0); i >= 0; i = codePoints.nextSetBit(i + 1)) {
      byCodePoint[i] = id(prefix + Character.toString(i));
    }
    return byCodePoint;
  }

  int size() {
    return texts.size();
  }

  Vocabulary toVocabulary() {
    return Vocabulary.of(texts);
  }

  /** The id of the character that begins a word. */
  int beginning(int codePoint) {
    return beginning[codePoint];
  }

  /** The id of the character that continues a word. */
  int continuing(int codePoint) {
    return continuing[codePoint];
  }

  /** The id of what a pair joins into, a new one unless another pair joined into the same. */
  int join(int left, int right) {
    return id(
        texts.get(left) + texts.get(right).substring(Vocabulary.CONTINUATION_PREFIX.length()));
  }

  private int id(String text) {
    Integer id = ids.putIfAbsent(text, texts.size());
    if (id == null) {
      texts.add(text);
      return texts.size() - 1;
    }
    return id;
  }
}
