package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.dedup.MinHashOptions;
import dev.kindling.corpus.dedup.MinHashPreset;
import dev.kindling.corpus.dedup.TextUnit;
import dev.kindling.jobs.config.RepeatedTextConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The searches for duplicates on Spark, in several partitionings. */
final class DuplicatesIT {
  private static final int[] PARTITIONS = {1, 7};
  private static final MinHashOptions FINEWEB = MinHashPreset.FINEWEB.options(42);

  private static LocalSpark spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = new LocalSpark();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void shouldKeepTheLongestOfEqualTextsThenTheSmallestId() {
    List<Row> rows =
        List.of(
            LocalSpark.document("a1", "", "one  text"),
            LocalSpark.document("b2", "", "one \n\n text"),
            LocalSpark.document("c3", "", "one    text"),
            LocalSpark.document("d4", "", "another"),
            LocalSpark.document("e5", "", "alone"),
            LocalSpark.document("f6", "", "another"));
    for (int partitions : PARTITIONS) {
      spark.shufflePartitions(partitions);

      assertThat(LocalSpark.map(ExactDuplicates.byHash(spark.documents(rows, partitions))))
          .isEqualTo(Map.of("a1", "b2", "c3", "b2", "f6", "d4"));
    }
  }

  @Test
  void shouldCompareWebAddressesAndNoOthers() {
    List<Row> rows =
        List.of(
            LocalSpark.document("a1", "http://example.org/x/", "short"),
            LocalSpark.document("b2", "https://www.EXAMPLE.org/x#top", "a longer text"),
            LocalSpark.document("c3", "https://example.org/X", "other"),
            LocalSpark.document("d4", "books/moby.txt", "file"),
            LocalSpark.document("e5", "books/moby.txt", "the same file"),
            LocalSpark.document("f6", null, "none"));
    spark.shufflePartitions(3);

    assertThat(LocalSpark.map(ExactDuplicates.byUrl(spark.documents(rows, 2))))
        .isEqualTo(Map.of("a1", "b2"));
  }

  @Test
  void shouldFindTheSamePlantedClustersWhateverThePartitions() throws Exception {
    List<Row> rows = new ArrayList<>();
    Map<String, String> expected = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int cluster = 0; cluster < 60; cluster++) {
      int members = 1 + cluster % 4;
      String[] words = words(random, 300);
      List<Row> documents = new ArrayList<>();
      for (int member = 0; member < members; member++) {
        words[100 * member % 300] = "changed" + "!".repeat(member); // similarity above 0.96
        documents.add(LocalSpark.document(id(rows.size() + member), "", String.join(" ", words)));
      }
      rows.addAll(documents);
      if (members > 1) {
        String keeper = keeper(documents);
        documents.forEach(document -> expected.put(document.getString(0), keeper));
      }
    }
    rows.add(LocalSpark.document(id(10_000), "", " … ")); // no words: like nothing else
    rows.add(LocalSpark.document(id(10_001), "", ""));

    for (int partitions : PARTITIONS) {
      spark.shufflePartitions(partitions);

      assertThat(
              LocalSpark.map(
                  NearDuplicates.clusters(
                      spark.documents(rows, partitions), FINEWEB, LocalSpark.scratch(folder))))
          .isEqualTo(expected);
    }
  }

  @Test
  void shouldFindAsManyPlantedPairsAsTheTheorySays() throws Exception {
    int pairs = 2_000;
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < pairs; i++) {
      addPair(rows, words(random, 364), 8); // 320 of 400 shingles in common
      addPair(rows, words(random, 304), 21 + i % 20); // similarities from 0.48 to 0.19
    }
    spark.shufflePartitions(2);

    Map<String, String> clusters =
        LocalSpark.map(
            NearDuplicates.clusters(spark.documents(rows, 2), FINEWEB, LocalSpark.scratch(folder)));

    int[] found = new int[2];
    for (int i = 0; i < rows.size(); i += 2) {
      String first = clusters.get(rows.get(i).getString(0));
      String second = clusters.get(rows.get(i + 1).getString(0));
      found[i / 2 % 2] += first != null && first.equals(second) ? 1 : 0;
    }
    assertThat((double) found[0] / pairs).isCloseTo(FINEWEB.chance(0.8), within(0.02));
    assertThat((double) found[1] / pairs).isLessThan(0.02);
  }

  /** A document, and the same with single words replaced, each in five shingles of its own. */
  private static void addPair(List<Row> rows, String[] words, int replaced) {
    rows.add(LocalSpark.document(id(rows.size()), "", String.join(" ", words)));
    int step = words.length / (replaced + 1);
    for (int i = 1; i <= replaced; i++) {
      words[i * step] += "x";
    }
    rows.add(LocalSpark.document(id(rows.size()), "", String.join(" ", words)));
  }

  /** 30,000 documents in each of 14 buckets: 450 million pairs a bucket, 30,000 links. */
  @Test
  void shouldHoldABucketThatEveryDocumentIsIn() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      rows.add(LocalSpark.document(id(i), "", "Page not found"));
    }
    spark.shufflePartitions(2);

    Map<String, String> clusters =
        LocalSpark.map(
            NearDuplicates.clusters(spark.documents(rows, 2), FINEWEB, LocalSpark.scratch(folder)));

    String smallest = rows.stream().map(row -> row.getString(0)).sorted().findFirst().orElseThrow();
    assertThat(clusters).hasSize(30_000);
    assertThat(clusters.values()).containsOnly(smallest);
  }

  @Test
  void shouldFindAllOccurrencesOfALineButTheFirst() {
    String shared = "This line stands in several documents, with the number ";
    List<Row> rows =
        List.of(
            LocalSpark.document("c3", "", "Third.\n" + shared + "3!\nshort"),
            LocalSpark.document("a1", "", shared + "1\n\nFirst of its own kind.\nshort"),
            LocalSpark.document("b2", "", "short\n" + shared + "2\n" + shared + "22"),
            LocalSpark.document("d4", "", "Twice here and nowhere else, says the line."),
            LocalSpark.document("e5", "", "TWICE here and nowhere else, says the line"));
    RepeatedTextConfig all = new RepeatedTextConfig(20, 2, 0);
    RepeatedTextConfig frequent = new RepeatedTextConfig(20, 3, 0);
    for (int partitions : PARTITIONS) {
      spark.shufflePartitions(partitions);

      // The number 22 has two digits, so that line is another one.
      assertThat(repeats(rows, partitions, TextUnit.LINE, all))
          .containsExactlyInAnyOrder("b2 1 2", "c3 1 3", "e5 0 2");
      assertThat(repeats(rows, partitions, TextUnit.LINE, frequent))
          .containsExactlyInAnyOrder("b2 1 2", "c3 1 3");
    }
  }

  @Test
  void shouldTellParagraphsFromLines() {
    String line = "A line that two documents share with each other\n";
    List<Row> rows =
        List.of(
            LocalSpark.document("a1", "", line + "and its own end\n\nA second paragraph"),
            LocalSpark.document("b2", "", line + "and another end\n\nA second paragraph"));
    RepeatedTextConfig config = new RepeatedTextConfig(10, 2, 0);
    spark.shufflePartitions(2);

    assertThat(repeats(rows, 2, TextUnit.PARAGRAPH, config)).containsExactly("b2 1 2");
    assertThat(repeats(rows, 2, TextUnit.LINE, config))
        .containsExactlyInAnyOrder("b2 0 2", "b2 2 2");
  }

  private static List<String> repeats(
      List<Row> rows, int partitions, TextUnit unit, RepeatedTextConfig config) {
    return RepeatedText.find(spark.documents(rows, partitions), unit, config)
        .select(col("id"), explode(col("repeats")).as("repeat"))
        .select("id", "repeat.index", "repeat.occurrence")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + " " + row.getLong(1) + " " + row.getLong(2))
        .toList();
  }

  private static String keeper(List<Row> documents) {
    Row best = documents.get(0);
    for (Row document : documents) {
      long more = document.getLong(4) - best.getLong(4);
      boolean smaller = document.getString(0).compareTo(best.getString(0)) < 0;
      best = more > 0 || (more == 0 && smaller) ? document : best;
    }
    return best.getString(0);
  }

  private static String[] words(SplittableRandom random, int count) {
    String[] words = new String[count];
    for (int i = 0; i < count; i++) {
      words[i] = Integer.toString(random.nextInt(1 << 20), Character.MAX_RADIX);
    }
    return words;
  }

  /** Ids whose order is not that of the numbers, as the ids of documents are. */
  private static String id(int number) {
    return Document.id("test", number);
  }
}
