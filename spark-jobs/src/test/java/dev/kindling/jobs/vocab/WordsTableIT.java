package dev.kindling.jobs.vocab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of words and the choice among them, on Spark in this process. */
final class WordsTableIT {
  private static final int FILES = 5;

  @TempDir static Path folder;
  private static SparkSession session;

  @BeforeAll
  static void startSpark() {
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    session.stop();
  }

  @Test
  void shouldWriteTheSameBytesForAnyPartitions() throws IOException {
    List<String> texts = new ArrayList<>();
    Map<String, Long> expected = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int text = 0; text < 300; text++) {
      StringBuilder words = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        String word = Integer.toString(random.nextInt(1 + random.nextInt(5000)), 30);
        words.append(word).append(' ');
        expected.merge(word, 1L, Long::sum);
      }
      texts.add(words.toString());
    }
    Map<String, byte[]> reference = write("one", texts, 1);

    assertThat(reference).hasSize(FILES);
    assertThat(counts("one")).isEqualTo(expected);
    for (int partitions : new int[] {2, 13}) {
      Map<String, byte[]> found = write("of-" + partitions, texts, partitions);
      assertThat(found.keySet()).isEqualTo(reference.keySet());
      reference.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }
  }

  @Test
  void shouldWriteATableWithoutWords() throws IOException {
    write("none", List.of("", " \t "), 2);

    assertThat(counts("none")).isEmpty();
  }

  @Test
  void shouldTakeAllWordsWhereTheyFit() {
    assertThat(WordSelection.of(table("a", 1L, "b", 5L), 2))
        .isEqualTo(new WordSelection(1, 2, 6, 0, 0, 0));
  }

  /** 1 is below 2; 2 and 3 are below 4; 4 and 7 stay. */
  @Test
  void shouldLeaveOutTheRarestUpToAPowerOfTwo() {
    Dataset<Row> table = table("one", 1L, "𝔸b", 2L, "x", 3L, "four", 4L, "seven", 7L);

    assertThat(WordSelection.of(table, 4)).isEqualTo(new WordSelection(2, 4, 16, 1, 1, 2));
    assertThat(WordSelection.of(table, 3))
        .isEqualTo(new WordSelection(4, 2, 11, 3, 6, 1 * 2 + 2 * 1 + 3 * 0));
    assertThat(WordSelection.of(table, 1).words()).isZero();
  }

  @Test
  void shouldHoldCountsOfAllMagnitudes() {
    Dataset<Row> table = table("often", Long.MAX_VALUE / 8, "rare", 1L);

    assertThat(WordSelection.of(table, 1))
        .isEqualTo(new WordSelection(2, 1, Long.MAX_VALUE / 8, 1, 1, 3));
  }

  private static Dataset<Row> table(Object... wordsAndCounts) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < wordsAndCounts.length; i += 2) {
      rows.add(RowFactory.create(wordsAndCounts[i], wordsAndCounts[i + 1]));
    }
    return session.createDataFrame(rows, WordsTable.COUNTED);
  }

  private static Map<String, byte[]> write(String name, List<String> texts, int partitions)
      throws IOException {
    Dataset<Row> rows =
        session.createDataset(texts, Encoders.STRING()).toDF("text").repartition(partitions);
    Workspace workspace = new Workspace(folder.toString(), new Configuration());
    WordsTable.write(rows, TokenizerOptions.hf(true), FILES, workspace.path(name), workspace);
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.list(folder.resolve(name))) {
      for (Path file : found.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static Map<String, Long> counts(String name) {
    Map<String, Long> counts = new TreeMap<>();
    org.apache.hadoop.fs.Path directory =
        new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    for (Row row : WordsTable.read(session, directory).collectAsList()) {
      assertThat(counts.put(row.getString(0), row.getLong(1))).isNull();
    }
    return counts;
  }
}
