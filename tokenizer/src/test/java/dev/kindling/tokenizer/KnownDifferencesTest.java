package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds {@code known-differences.txt} against Hugging Face's tokenizer. */
class KnownDifferencesTest {

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
  void shouldLetAnUnpairedSurrogateSpoilNoOtherCharacter() {
    Vocabulary vocabulary =
        Vocabulary.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##b", "😀"));
    TokenizerOptions options = TokenizerOptions.hf(true);
    Tokenizer ours = Tokenizer.of(vocabulary, options);
    try (HuggingFace theirs = new HuggingFace(vocabulary, options)) {
      assertThat(ours.encode("a\uD800b 😀")).containsExactly(4, 5, 6);
      assertThat(theirs.encode("a\uFFFDb 😀")).containsExactly(4, 5, 6);
      assertThat(theirs.encode("a\uD800b 😀")).containsExactly(4, 5);
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
}
