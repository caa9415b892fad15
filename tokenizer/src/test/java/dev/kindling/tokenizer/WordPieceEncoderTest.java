package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordPieceEncoderTest {

  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EOT]", "un", "una", "##aff", "##able",
              "##a", "[", "]", "sep", "SEP", "a", "😀", "##😀"));

  @Test
  void shouldTakeTheLongestPieceAtEachPlace() {
    Vocabulary vocabulary = Vocabulary.of(List.of("[UNK]", "un", "##aff", "##able", "##a", "runn"));
    assertThat(encode(vocabulary, "unaffable una")).containsExactly(1, 2, 3, 1, 4);
    assertThat(encode(VOCABULARY, "unaffable"))
        .as("greedy: una, and nothing continues with ff")
        .containsExactly(1);
  }

  @Test
  void shouldSpellBeyondTheBasicPlane() {
    assertThat(encode(VOCABULARY, "😀😀")).containsExactly(16, 17);
  }

  @Test
  void shouldTreatSpecialTokensInTheTextAsText() {
    assertThat(encode(VOCABULARY, "[SEP] a")).containsExactly(11, 13, 12, 15);
    assertThat(Tokenizer.of(VOCABULARY, TokenizerOptions.hf(false)).encoder().encode("[SEP]"))
        .containsExactly(11, 14, 12);
  }

  @Test
  void shouldMakeWordsBeyondTheLimitUnknown() {
    for (TokenizerOptions options :
        List.of(TokenizerOptions.hf(true), TokenizerOptions.google(true))) {
      int limit = options.maxCharactersPerWord();
      WordPieceEncoder encoder = Tokenizer.of(VOCABULARY, options).encoder();
      assertThat(encoder.encode("a".repeat(limit))).hasSize(limit).startsWith(15, 10);
      assertThat(encoder.encode("a".repeat(limit + 1))).containsExactly(1);
      assertThat(encoder.encode("a " + "a".repeat(1_000_000) + " a")).containsExactly(15, 1, 15);
      assertThat(encoder.encode("😀".repeat(limit)))
          .as("code points, not UTF-16 units")
          .hasSize(limit);
    }
    assertThat(TokenizerOptions.hf(true).maxCharactersPerWord()).isEqualTo(100);
    assertThat(TokenizerOptions.google(true).maxCharactersPerWord()).isEqualTo(200);
  }

  @Test
  void shouldEncodeNothingAsNothing() {
    assertThat(encode(VOCABULARY, "")).isEmpty();
    assertThat(encode(VOCABULARY, " \u200B\n")).isEmpty();
  }

  @Test
  void shouldSayWhereEachPieceStands() {
    String text = " Una\u200B, unaffable 😀😀\n[SEP]";
    Encoding encoding =
        Tokenizer.of(VOCABULARY, TokenizerOptions.hf(true)).encoder().encodeWithOffsets(text);

    assertThat(encoding.ids()).containsExactly(7, 1, 1, 16, 17, 11, 13, 12);
    assertThat(encoding.ids()).containsExactly(encode(VOCABULARY, text));
    assertThat(encoding.starts()).containsExactly(1, 5, 7, 17, 19, 22, 23, 26);
    assertThat(encoding.ends()).containsExactly(4, 6, 16, 19, 21, 23, 26, 27);
    Encoding words = encoding.ofWords(VOCABULARY);
    assertThat(words.ids()).containsExactly(encoding.ids());
    assertThat(words.starts()).containsExactly(1, 5, 7, 17, 17, 22, 23, 26);
    assertThat(words.ends()).containsExactly(4, 6, 16, 21, 21, 23, 26, 27);
  }

  /** Marks, letters that become several, and words that are folded as a whole. */
  @Test
  void shouldFindEachWordAgainAtItsPlace() {
    Vocabulary vocabulary = Vocabulary.of(List.of("[UNK]", "a", "##a", "ss", "##σ", "##ς", "i"));
    for (TokenizerOptions options :
        List.of(TokenizerOptions.hf(true), TokenizerOptions.google(true))) {
      WordPieceEncoder encoder = Tokenizer.of(vocabulary, options).encoder();
      TextGenerator texts = new TextGenerator(3, List.of((int) 'x', 0xDF, 0x3A3));
      for (int i = 0; i < 2_000; i++) {
        String text = texts.line();
        Encoding encoding = encoder.encodeWithOffsets(text).ofWords(vocabulary);
        for (int piece = 0; piece < encoding.ids().length; ) {
          int start = encoding.starts()[piece];
          int first = piece;
          while (piece < encoding.ids().length && encoding.starts()[piece] == start) {
            piece++;
          }
          assertThat(encoder.encode(text.substring(start, encoding.ends()[first])))
              .containsExactly(Arrays.copyOfRange(encoding.ids(), first, piece));
        }
      }
    }
  }

  @Test
  void shouldNeedAnUnknownToken() {
    assertThatThrownBy(() -> encode(Vocabulary.of(List.of("a")), "a"))
        .hasMessageContaining("[UNK]");
  }

  @Test
  void shouldEqualThePlainAlgorithmForRandomVocabularies() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Set<String> pieces = new LinkedHashSet<>(List.of("[UNK]"));
      for (int i = 0; i < 60; i++) {
        pieces.add((random.nextBoolean() ? "##" : "") + randomWord(random, 4));
      }
      Vocabulary vocabulary = Vocabulary.of(List.copyOf(pieces));
      WordPieceEncoder encoder = Tokenizer.of(vocabulary, TokenizerOptions.hf(false)).encoder();
      for (int i = 0; i < 200; i++) {
        String word = randomWord(random, 12);
        assertThat(encoder.encode(word)).as(word).containsExactly(plain(vocabulary, word));
      }
    }
  }

  @Test
  void shouldStayRightWhenTheWordCacheOverflows() {
    Random random = new Random(8);
    Vocabulary vocabulary =
        Vocabulary.of(List.of("[UNK]", "a", "b", "c", "##a", "##b", "##c", "##ab", "##ca", "abc"));
    WordPieceEncoder encoder = Tokenizer.of(vocabulary, TokenizerOptions.hf(true)).encoder();
    for (int i = 0; i < 150_000; i++) {
      String word = randomWord(random, 30);
      assertThat(encoder.encode(word)).as(word).containsExactly(plain(vocabulary, word));
    }
  }

  private static String randomWord(Random random, int maxLength) {
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(maxLength);
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }

  /** The algorithm as Google's WordpieceTokenizer has it, for one word. */
  private static int[] plain(Vocabulary vocabulary, String word) {
    List<Integer> ids = new ArrayList<>();
    for (int start = 0; start < word.length(); ) {
      int end = word.length();
      String prefix = start > 0 ? "##" : "";
      while (end > start && vocabulary.id(prefix + word.substring(start, end)) < 0) {
        end--;
      }
      if (end == start) {
        return new int[] {vocabulary.id(SpecialToken.UNKNOWN)};
      }
      ids.add(vocabulary.id(prefix + word.substring(start, end)));
      start = end;
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] encode(Vocabulary vocabulary, String text) {
    int[] ids = Tokenizer.of(vocabulary, TokenizerOptions.hf(true)).encoder().encode(text);
    assertThat(Arrays.stream(ids)).allMatch(id -> id >= 0 && id < vocabulary.size());
    return ids;
  }
}
