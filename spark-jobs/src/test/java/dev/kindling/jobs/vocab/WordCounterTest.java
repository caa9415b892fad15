package dev.kindling.jobs.vocab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.learn.WordCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

final class WordCounterTest {
  @Test
  void shouldCountNormalisedWordsOfAllTexts() {
    assertThat(count(100, "The cat.", "the CAT sat").sorted())
        .containsExactlyEntriesOf(new TreeMap<>(Map.of(".", 1L, "cat", 2L, "sat", 1L, "the", 2L)));
  }

  @Test
  void shouldGiveTheSameSumsWhenItHandsOnEarly() {
    String[] texts = {"a b c", "b c d", "c d e", "a", ""};

    assertThat(count(1, texts).sorted()).isEqualTo(count(100, texts).sorted());
  }

  @Test
  void shouldLeaveOutWordsThatNoEncoderTakes() {
    assertThat(count(100, "x".repeat(101) + " " + "y".repeat(100)).sorted())
        .containsOnlyKeys("y".repeat(100));
  }

  private static WordCounts count(int mostWordsHeld, String... texts) {
    WordCounter counter = new WordCounter(Profile.HF, true, mostWordsHeld);
    List<Row> rows = new ArrayList<>();
    Arrays.stream(texts).map(RowFactory::create).forEach(rows::add);
    WordCounts counts = new WordCounts();
    counter
        .call(rows.iterator())
        .forEachRemaining((Tuple2<String, Long> word) -> counts.add(word._1(), word._2()));
    return counts;
  }
}
