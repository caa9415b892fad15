package dev.kindling.tokenizer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordCountsTest {

  @Test
  void shouldCountBeyond32Bits() {
    WordCounts counts = new WordCounts();
    counts.add("the", 3_000_000_000L);
    counts.add("the", 3_000_000_000L);
    assertThat(counts.get("the")).isEqualTo(6_000_000_000L);
    assertThat(counts.get("The")).isZero();
    assertThatThrownBy(() -> counts.add("the", Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldAddInAnyOrder() {
    WordCounts forwards = new WordCounts();
    forwards.add("a", 1);
    forwards.add("b", 2);
    forwards.add("b", 3);
    WordCounts backwards = new WordCounts();
    backwards.add("b", 3);
    backwards.add("b", 2);
    backwards.add("a", 1);
    assertThat(forwards.sorted()).isEqualTo(backwards.sorted()).containsEntry("b", 5L);
    assertThat(forwards.sorted().keySet()).containsExactly("a", "b");
    assertThat(forwards.size()).isEqualTo(2);
  }

  @Test
  void shouldRejectWhatIsNoOccurrence() {
    WordCounts counts = new WordCounts();
    assertThatThrownBy(() -> counts.add("", 1)).hasMessageContaining("empty");
    assertThatThrownBy(() -> counts.add("a", 0))
        .hasMessageContaining("\"a\"")
        .hasMessageContaining("got 0");
    assertThatThrownBy(() -> counts.sorted().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void shouldCountAnyStringAsAMapDoes() {
    Random random = new Random(7);
    WordCounts counts = new WordCounts();
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      int[] word = randomWord(random);
      String text = new String(word, 0, word.length);
      long count = 1L + random.nextInt(1 << 20);
      expected.merge(text, count, Long::sum);
      if (random.nextBoolean()) {
        counts.add(text, count);
      } else {
        counts.add(word, word.length, count);
      }
    }
    assertThat(counts.sorted()).isEqualTo(expected);
    assertThat(counts.size()).isEqualTo(expected.size()).isGreaterThan(10_000);
    expected.forEach((word, count) -> assertThat(counts.get(word)).isEqualTo(count));
    assertThat(counts.get("never added")).isZero();
    int[] buffer = counts.words().buffer();
    for (String word : expected.keySet()) {
      int length = counts.words().codePoints(counts.word(word), buffer);
      assertThat(new String(buffer, 0, length)).isEqualTo(word);
      assertThat(length).isEqualTo(word.codePointCount(0, word.length()));
    }
  }

  /** From few characters of each kind: of one, two and three bytes, surrogates, beyond 16 bits. */
  private static int[] randomWord(Random random) {
    int[] first = {'a', 0x7FF, 0x800, 0xFFFE, 0xD83D, 0xDE00, 0x1F600, 0x10FFFE};
    return random
        .ints(1 + random.nextInt(6), 0, first.length * 2)
        .map(i -> first[i / 2] + i % 2)
        .toArray();
  }

  @Test
  void shouldHandWordsOverInTheOrderOfAdding() {
    WordCounts counts = new WordCounts();
    List<String> words = new ArrayList<>();
    for (int i = 2999; i >= 0; i--) {
      words.add("w" + i);
      counts.add("w" + i, 1);
    }
    counts.add("w7", 1);
    List<String> seen = new ArrayList<>();
    counts.forEach((word, count) -> seen.add(word));
    assertThat(seen).isEqualTo(words);
  }

  @Test
  void shouldForgetAllWhenCleared() {
    WordCounts counts = new WordCounts();
    long empty = counts.bytes();
    for (int i = 0; i < 10_000; i++) {
      counts.add("word" + i, 1);
    }
    assertThat(counts.bytes()).isBetween(200_000L, 800_000L);
    counts.clear();
    assertThat(counts.size()).isZero();
    assertThat(counts.bytes()).isEqualTo(empty);
    assertThat(counts.get("word1")).isZero();
    counts.add("word1", 5);
    assertThat(counts.sorted()).containsExactly(Map.entry("word1", 5L));
  }
}
