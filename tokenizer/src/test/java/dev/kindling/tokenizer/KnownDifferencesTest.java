package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code known-differences.txt} against Hugging Face's tokenizer. */
class KnownDifferencesTest {

  private static final int CHARACTERS_PER_TEXT = 64;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldDifferInNoOtherCharacter(boolean lowercase) throws IOException {
    TokenizerOptions options = TokenizerOptions.hf(lowercase);
    List<Integer> codePoints = codePoints();
    Vocabulary vocabulary = vocabularyOfAll(codePoints, options);
    WordPieceEncoder ours = Tokenizer.of(vocabulary, options).encoder();
    List<Integer> different = new ArrayList<>();
    try (HuggingFace theirs = new HuggingFace(vocabulary, options)) {
      for (int from = 0; from < codePoints.size(); from += CHARACTERS_PER_TEXT) {
        List<Integer> some =
            codePoints.subList(from, Math.min(codePoints.size(), from + CHARACTERS_PER_TEXT));
        StringBuilder text = new StringBuilder();
        some.forEach(codePoint -> text.append(sample(codePoint)).append(' '));
        if (!Arrays.equals(ours.encode(text), theirs.encode(text.toString()))) {
          some.stream()
              .filter(c -> !Arrays.equals(ours.encode(sample(c)), theirs.encode(sample(c))))
              .forEach(different::add);
        }
      }
    }
    assertThat(different).containsExactlyElementsOf(KnownDifferences.codePoints(lowercase));
  }

  @Test
  void shouldNotTakeSpecialTokensFromTheText() {
    List<String> pieces =
        new ArrayList<>(Arrays.stream(SpecialToken.values()).map(SpecialToken::text).toList());
    pieces.addAll(List.of("[", "]", "SEP", "a"));
    Vocabulary vocabulary = Vocabulary.of(pieces);
    TokenizerOptions options = TokenizerOptions.hf(false);
    try (HuggingFace theirs = new HuggingFace(vocabulary, options)) {
      assertThat(theirs.encode("a [SEP]")).containsExactly(9, 3);
      assertThat(Tokenizer.of(vocabulary, options).encoder().encode("a [SEP]"))
          .containsExactly(9, 6, 8, 7);
    }
  }

  @Test
  void shouldLoadAFileOfGooglesRulesAsTheNearestTheyHave() {
    Vocabulary vocabulary =
        Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "ας", "ασ", "a", "##a"));
    TokenizerOptions options = TokenizerOptions.google(true);
    String text = "ΑΣ " + "a".repeat(150);
    try (HuggingFace theirs = new HuggingFace(vocabulary, options)) {
      assertThat(theirs.encode(text)).hasSize(151).startsWith(5, 6, 7);
      assertThat(Tokenizer.of(vocabulary, options).encoder().encode(text))
          .hasSize(151)
          .startsWith(4, 6, 7);
    }
  }

  /**
   * All but most of the unassigned and private characters, which are alike; of those, every 97th.
   */
  private static List<Integer> codePoints() {
    List<Integer> codePoints = new ArrayList<>();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int type = Character.getType(c);
      boolean distinct = type != Character.PRIVATE_USE && type != Character.UNASSIGNED;
      if (type != Character.SURROGATE && (distinct || c < 0x20000 || c % 97 == 0)) {
        codePoints.add(c);
      }
    }
    return codePoints;
  }

  /**
   * A vocabulary with every word that the samples have by our rules, so that any other word of
   * theirs stands out.
   */
  private static Vocabulary vocabularyOfAll(List<Integer> codePoints, TokenizerOptions options) {
    Set<String> words = new LinkedHashSet<>();
    for (SpecialToken token : SpecialToken.values()) {
      words.add(token.text());
    }
    BertNormalizer normalizer = new BertNormalizer(options);
    codePoints.forEach(codePoint -> normalizer.words(sample(codePoint), words::add));
    return Vocabulary.of(List.copyOf(words));
  }

  private static String sample(int codePoint) {
    return "a" + Character.toString(codePoint) + "b";
  }
}
