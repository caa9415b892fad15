package dev.kindling.jobs.vocab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.tokenizer.TokenizerOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

final class WordCounterTest {
  @Test
  void shouldCountNormalisedWordsOfAllTexts() {
    assertThat(count(WordCounter.BYTES_HELD, "The cat.", "the CAT sat"))
        .containsExactlyEntriesOf(new TreeMap<>(Map.of(".", 1L, "cat", 2L, "sat", 1L, "the", 2L)));
  }

  @Test
  void shouldGiveTheSameSumsWhenItHandsOnEarly() {
    String[] texts = {"a b c", "b c d", "", "c d e", "a", ""};

    assertThat(count(1, texts)).isEqualTo(count(WordCounter.BYTES_HELD, texts)).hasSize(5);
  }

  @Test
  void shouldLeaveOutWordsThatNoEncoderTakes() {
    assertThat(count(WordCounter.BYTES_HELD, "x".repeat(101) + " " + "y".repeat(100)))
        .containsOnlyKeys("y".repeat(100));
  }

  private static Map<String, Long> count(long bytesHeld, String... texts) {
    WordCounter counter = new WordCounter(TokenizerOptions.hf(true), bytesHeld);
    List<Row> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(RowFactory.create((Object) text.getBytes(StandardCharsets.UTF_8)));
    }
    Map<String, Long> counts = new TreeMap<>();
    counter
        .call(rows.iterator())
        .forEachRemaining(row -> counts.merge(row.getString(0), row.getLong(1), Long::sum));
    return counts;
  }
}
