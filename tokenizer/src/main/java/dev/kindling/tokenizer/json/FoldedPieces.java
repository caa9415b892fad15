package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.BertNormalizer;
import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells from the pieces themselves whether they come from folded text: a vocabulary that lower case
 * changes nowhere was learned from lower case, and can only be used with it; likewise for accents.
 * Pieces of more than one word, such as {@code [unused7]} or {@code <S>}, say nothing: no text
 * becomes them.
 */
final class FoldedPieces {

  private FoldedPieces() {}

  /** A profile's options, with the folding that these pieces were learned with. */
  static TokenizerOptions options(Vocabulary vocabulary, Profile profile) {
    TokenizerOptions cased = options(profile, false, false);
    TokenizerOptions lowercase = options(profile, true, false);
    TokenizerOptions stripped = options(profile, true, true);
    if (anyDiffers(vocabulary, cased, lowercase)) {
      return cased;
    }
    return anyDiffers(vocabulary, lowercase, stripped) ? lowercase : stripped;
  }

  private static TokenizerOptions options(
      Profile profile, boolean lowercase, boolean stripAccents) {
    int maxCharacters = TokenizerOptions.of(profile, lowercase).maxCharactersPerWord();
    return new TokenizerOptions(profile, lowercase, stripAccents, true, maxCharacters);
  }

  private static boolean anyDiffers(
      Vocabulary vocabulary, TokenizerOptions one, TokenizerOptions other) {
    BertNormalizer first = new BertNormalizer(one);
    BertNormalizer second = new BertNormalizer(other);
    for (int id = 0; id < vocabulary.size(); id++) {
      String piece = vocabulary.piece(id);
      String text =
          vocabulary.isContinuation(id)
              ? piece.substring(Vocabulary.CONTINUATION_PREFIX.length())
              : piece;
      List<String> words = words(first, text);
      if (words.size() == 1 && !words.equals(words(second, text))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> words(BertNormalizer normalizer, String piece) {
    List<String> words = new ArrayList<>();
    normalizer.words(piece, words::add);
    return words;
  }
}
