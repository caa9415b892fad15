package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import java.text.Normalizer;
import java.util.function.IntPredicate;

/**
 * Tells from the pieces themselves whether they come from folded text: a vocabulary without any
 * capital was learned from lower case, and can only be used with it. Pieces in square brackets,
 * {@code [CLS]} or {@code [unused7]}, say nothing.
 */
final class FoldedPieces {

  private FoldedPieces() {}

  /** A profile's options, with the folding that these pieces were learned with. */
  static TokenizerOptions options(Vocabulary vocabulary, Profile profile) {
    boolean lowercase = !any(vocabulary, FoldedPieces::isCapital);
    TokenizerOptions options = TokenizerOptions.of(profile, lowercase);
    return new TokenizerOptions(
        profile,
        lowercase,
        lowercase && !any(vocabulary, FoldedPieces::hasAccent),
        options.splitIdeographs(),
        options.maxCharactersPerWord());
  }

  private static boolean any(Vocabulary vocabulary, IntPredicate character) {
    return vocabulary.pieces().stream()
        .filter(piece -> !(piece.startsWith("[") && piece.endsWith("]")))
        .anyMatch(piece -> piece.codePoints().anyMatch(character));
  }

  private static boolean isCapital(int codePoint) {
    return Character.toLowerCase(codePoint) != codePoint;
  }

  /** Whether stripping accents changes the character. */
  private static boolean hasAccent(int codePoint) {
    return codePoint >= 0x80
        && Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD)
            .codePoints()
            .anyMatch(part -> Character.getType(part) == Character.NON_SPACING_MARK);
  }
}
