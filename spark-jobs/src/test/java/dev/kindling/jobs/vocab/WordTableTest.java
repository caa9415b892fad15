package dev.kindling.jobs.vocab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WordTableTest {
  @Test
  void shouldCountAsAMapDoes() {
    WordTable table = new WordTable(1_000_000);
    for (int round = 0; round < 2; round++) {
      table.clear();
      Map<String, Long> expected = new HashMap<>();
      SplittableRandom random = new SplittableRandom(round);
      for (int i = 0; i < 50_000; i++) {
        String word = Integer.toString(random.nextInt(1 + random.nextInt(30_000)), 36);
        expected.merge(word, 1L, Long::sum);
        table.add(word);
      }

      assertThat(counts(table)).isEqualTo(expected);
    }
  }

  @Test
  void shouldTellWordsWithTheSameHashApart() {
    WordTable table = new WordTable(10);
    for (String word : new String[] {"Aa", "BB", "Aa", "AaAa", "BBBB", "AaBB"}) {
      table.add(word);
    }

    assertThat(counts(table))
        .isEqualTo(Map.of("Aa", 2L, "BB", 1L, "AaAa", 1L, "BBBB", 1L, "AaBB", 1L));
  }

  @Test
  void shouldBeFullWithManyWordsOrLongOnes() {
    WordTable many = new WordTable(3);
    many.add("a");
    many.add("b");
    many.add("b");
    assertThat(many.isFull()).isFalse();
    many.add("c");
    assertThat(many.isFull()).isTrue();

    WordTable few = new WordTable(3);
    few.add("x".repeat(47));
    assertThat(few.isFull()).isFalse();
    few.add("y");
    assertThat(few.isFull()).isTrue();
  }

  private static Map<String, Long> counts(WordTable table) {
    Map<String, Long> counts = new HashMap<>();
    for (int index = 0; index < table.size(); index++) {
      assertThat(counts.put(table.word(index), table.count(index))).isNull();
    }
    return counts;
  }
}
