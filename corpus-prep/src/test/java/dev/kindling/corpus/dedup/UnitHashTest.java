package dev.kindling.corpus.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UnitHashTest {
  @Test
  void shouldIgnoreCaseDigitsPunctuationAndWhiteSpace() {
    assertThat(hash("  Page 12 of 97 — “next”… ")).isEqualTo(hash("page 00 of\n55 NEXT"));
    assertThat(hash("Ÿ٣")).isEqualTo(hash("ÿ5"));
  }

  @Test
  void shouldKeepEverythingElseApart() {
    Set<OptionalLong> hashes = new HashSet<>();
    String[] texts = {"a", "b", "ab", "a b", "ba", "é", "e", "abcd", "abcde", "bcda", "0", "00"};
    for (String text : texts) {
      hashes.add(hash(text));
    }

    assertThat(hashes).hasSameSizeAs(texts);
  }

  @Test
  void shouldHaveNoHashOfPunctuation() {
    assertThat(hash("")).isEmpty();
    assertThat(hash(" -- * -- ")).isEmpty();
  }

  @Test
  void shouldHashThePieceAlone() {
    String text = "one two three";

    assertThat(UnitHash.of(text, 4, 7)).isEqualTo(hash("two"));
  }

  @Test
  void shouldNotCollideAmongManyLines() {
    Set<OptionalLong> hashes = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      hashes.add(hash("line " + word(i)));
    }

    assertThat(hashes).hasSize(200_000);
  }

  private static String word(int number) {
    StringBuilder letters = new StringBuilder();
    for (int rest = number; rest > 0; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters.toString();
  }

  private static OptionalLong hash(String text) {
    return UnitHash.of(text, 0, text.length());
  }
}
