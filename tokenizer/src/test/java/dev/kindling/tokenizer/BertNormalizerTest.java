package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BertNormalizerTest {

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  @ParameterizedTest
  @EnumSource
  void shouldFoldAndSplit(Profile profile) {
    assertThat(words(profile, true, "Un-aff\u00E0ble,  NA\u00CFVE\tstra\u00DFe!"))
        .containsExactly("un", "-", "affable", ",", "naive", "straße", "!");
    assertThat(words(profile, true, "$5^x=`y` <z>|~"))
        .containsExactly("$", "5", "^", "x", "=", "`", "y", "`", "<", "z", ">", "|", "~");
    assertThat(words(profile, true, "\u201Ca\u201D\u2014b\u2026"))
        .containsExactly("\u201C", "a", "\u201D", "\u2014", "b", "\u2026");
    assertThat(words(profile, true, "日本語かな\u3000한"))
        .containsExactly("日", "本", "語", "かな", "\u1112\u1161\u11AB");
    assertThat(words(profile, true, "a\u226Eb"))
        .as("< with a stroke is < once the stroke is stripped")
        .containsExactly("a", "<", "b");
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepCaseAndAccentsWhereNotAskedToFold(Profile profile) {
    assertThat(words(profile, false, "Naïve e\u0301, İ"))
        .containsExactly("Naïve", "e\u0301", ",", "İ");
  }

  @ParameterizedTest
  @EnumSource
  void shouldDeleteControlAndFormatCharacters(Profile profile) {
    assertThat(words(profile, true, "a\u0000b\u00ADc\u200Bd\uFFFDe\u0085f\uFEFF"))
        .containsExactly("abcdef");
    assertThat(words(profile, true, "a\u00A0b\u2028c\r\nd\u3000"))
        .containsExactly("a", "b", "c", "d");
    assertThat(words(profile, true, "x\uD800y\uDC00"))
        .as("unpaired surrogates")
        .containsExactly("xy");
    assertThat(words(profile, true, " \u0301\u200B ")).isEmpty();
    assertThat(words(profile, true, "")).isEmpty();
  }

  @Test
  void shouldDifferAsTheReferencesDo() {
    assertThat(words(Profile.GOOGLE, true, "ΟΔΟΣ ΣΑΣ.Α ΑΣ-Α"))
        .containsExactly("οδος", "σασ", ".", "α", "ας", "-", "α");
    assertThat(words(Profile.HF, true, "ΟΔΟΣ ΣΑΣ.Α ΑΣ-Α"))
        .containsExactly("οδοσ", "σασ", ".", "α", "ασ", "-", "α");
    assertThat(words(Profile.GOOGLE, true, "a\uE000b")).containsExactly("a\uE000b");
    assertThat(words(Profile.HF, true, "a\uE000b")).containsExactly("ab");
    String ideograph = Character.toString(0x2B820);
    assertThat(words(Profile.GOOGLE, true, "a" + ideograph + "b"))
        .containsExactly("a", ideograph, "b");
    assertThat(words(Profile.HF, true, "a" + ideograph + "b"))
        .containsExactly("a" + ideograph + "b");
    assertThat(words(Profile.GOOGLE, true, "İ"))
        .isEqualTo(words(Profile.HF, true, "İ"))
        .containsExactly("i");
  }

  @ParameterizedTest
  @EnumSource
  void shouldPutMarksIntoCanonicalOrder(Profile profile) {
    // U+302E has class 224, U+1D165 216; U+034F, which is stripped, has 0 and keeps them apart.
    assertThat(words(profile, true, "a\u302E\uD834\uDD65")).containsExactly("a\uD834\uDD65\u302E");
    assertThat(words(profile, true, "A\u302E\u034F\uD834\uDD65"))
        .containsExactly("a\u302E\uD834\uDD65");
  }

  @Test
  void shouldLeaveOutWordsBeyondTheLimit() {
    BertNormalizer normalizer =
        new BertNormalizer(new TokenizerOptions(Profile.HF, true, true, true, 3));
    List<String> words = new ArrayList<>();
    normalizer.words(
        "abc abcd \u00E9\u00E9\u00E9 a\u0301b\u0301c\u0301 \uD83D\uDE00\uD83D\uDE00\uD83D\uDE00 가가",
        words::add);
    assertThat(words).containsExactly("abc", "eee", "abc", "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00");
  }

  static Stream<List<String>> googleWords() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    BertNormalizerTest.class.getResourceAsStream("google-words.tsv")),
                StandardCharsets.UTF_8))) {
      return in
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split("\t", -1)))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("googleWords")
  void shouldGiveTheWordsOfGooglesTokenizer(List<String> row) {
    String text = unescape(row.get(0));
    assertThat(words(Profile.GOOGLE, false, text)).isEqualTo(split(row.get(1)));
    assertThat(words(Profile.GOOGLE, true, text)).isEqualTo(split(row.get(2)));
  }

  @Test
  void shouldRejectANonPositiveLimit() {
    assertThatThrownBy(() -> new TokenizerOptions(Profile.HF, true, true, true, 0))
        .hasMessageContaining("at least 1, got 0");
  }

  private static List<String> words(Profile profile, boolean lowercase, String text) {
    List<String> words = new ArrayList<>();
    new BertNormalizer(TokenizerOptions.of(profile, lowercase)).words(text, words::add);
    return words;
  }

  private static List<String> split(String words) {
    return Stream.of(words.split(" ")).map(BertNormalizerTest::unescape).toList();
  }

  private static String unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(match.group(1), 16))));
  }
}
