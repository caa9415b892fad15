package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.JsonLines;
import dev.kindling.tokenizer.BertNormalizer;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.WordPieceEncoder;
import java.util.Arrays;

/**
 * How well a vocabulary spells text that it was not learned from; the same encoder for all.
 *
 * @param row {@value #ROW}
 * @param side whose vocabulary
 * @param pieces with special tokens
 * @param words of the held-out documents
 * @param tokensPerWord an unknown word is one token
 * @param unknownRate unknown words by all words
 */
record VocabularyQuality(
    String row, String side, int pieces, long words, double tokensPerWord, double unknownRate) {
  static final String ROW = "vocabulary";

  static VocabularyQuality of(
      String side, Vocabulary vocabulary, TokenizerOptions options, Documents heldOut) {
    WordPieceEncoder encoder = Tokenizer.of(vocabulary, options).encoder();
    BertNormalizer normalizer = new BertNormalizer(options);
    int unknownId = vocabulary.id(SpecialToken.UNKNOWN);
    long[] words = new long[1];
    long tokens = 0;
    long unknown = 0;
    for (String text : heldOut.texts()) {
      normalizer.words(text, word -> words[0]++);
      int[] ids = encoder.encode(text);
      tokens += ids.length;
      unknown += Arrays.stream(ids).filter(id -> id == unknownId).count();
    }
    return new VocabularyQuality(
        ROW,
        side,
        vocabulary.size(),
        words[0],
        JsonLines.rounded((double) tokens / words[0], 5),
        JsonLines.rounded((double) unknown / words[0], 7));
  }
}
