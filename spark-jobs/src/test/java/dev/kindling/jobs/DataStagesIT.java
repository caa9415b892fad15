package dev.kindling.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleShardReader;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.corpus.CorpusTables;
import dev.kindling.jobs.corpus.report.CorpusReportStage;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.WordPieceEncoder;
import dev.kindling.tokenizer.json.TokenizerJson;
import dev.kindling.train.data.HadoopShardSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The corpus, vocabulary and examples stages on Spark, run as the command line runs them. */
final class DataStagesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOTES = 150;

  @TempDir static Path folder;
  private static DataStages stages;
  private static Path reference;

  @BeforeAll
  static void runAllStages() throws Exception {
    RawFolder.write(folder.resolve("raw"), NOTES);
    stages = new DataStages(folder.resolve("raw").toString());
    reference = run("reference", DataStages.ALL);
  }

  @AfterAll
  static void stopSpark() {
    stages.close();
  }

  @Test
  void shouldAccountForEveryRecord() throws IOException {
    JsonNode manifest = manifest("documents");
    JsonNode counts = manifest.get("counts");
    Map<String, Long> dropped = new TreeMap<>();
    manifest
        .get("dropped")
        .fields()
        .forEachRemaining(e -> dropped.put(e.getKey(), e.getValue().asLong()));

    assertThat(manifest("records").get("counts").get("files").asLong()).isEqualTo(2 * NOTES + 5);
    assertThat(counts.get("documents").asLong()).isEqualTo(2 * NOTES + RawFolder.CRAWLED);
    assertThat(counts.get("records").asLong())
        .isEqualTo(counts.get("documents").asLong() + counts.get("dropped").asLong());
    assertThat(dropped.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(counts.get("dropped").asLong());
    assertThat(dropped)
        .containsOnlyKeys("duplicate", "length.minimum-words", "binary", "truncated");
    assertThat(dropped).containsEntry("length.minimum-words", 1L);
    assertThat(dropped).containsEntry("binary", 1L);
    assertThat(dropped).containsEntry("truncated", 1L);
    assertThat(counts.get("damaged").asLong()).isEqualTo(2);
    assertThat(counts.get("heldout-documents").asLong()).isBetween(10L, 60L);
  }

  @Test
  void shouldReportOnTheCorpus() throws Exception {
    stages.run(reference.toString(), List.of(new CorpusReportStage()));

    Document page = Jsoup.parse(reference.resolve("corpus-report/report.html").toFile());
    assertThat(page.select(".funnel").first().select("tbody th").eachText())
        .contains("read", "no document: truncated", "dropped: length.minimum-words")
        .contains("dropped: duplicate", "kept for training", "kept, held out");
    assertThat(page.select(".sample figcaption").text())
        .contains("length.minimum-words (1 documents) – docs/text/short.txt: 6, the limit is 50");
    assertThat(page.select(".funnel td").eachText()).doesNotContain("–");
  }

  @Test
  void shouldWriteTheDocumentsThatItCounts() throws IOException {
    JsonNode counts = manifest("documents").get("counts");
    List<Row> documents = documents(reference).collectAsList();
    long bytes = 0;
    long heldOut = 0;
    for (Row document : documents) {
      bytes += document.<String>getAs("text").getBytes(StandardCharsets.UTF_8).length;
      heldOut += document.<Boolean>getAs("heldout") ? 1 : 0;
    }

    assertThat(documents).hasSize(counts.get("documents").asInt());
    assertThat(documents).extracting(row -> row.<String>getAs("id")).isSorted();
    assertThat(documents).extracting(row -> row.<String>getAs("text")).doesNotHaveDuplicates();
    assertThat(bytes).isEqualTo(counts.get("bytes").asLong());
    assertThat(heldOut).isEqualTo(counts.get("heldout-documents").asLong());
  }

  @Test
  void shouldNameEachDroppedRecordWithItsReason() {
    List<Row> dropped =
        CorpusTables.dropped(stages.session(), hadoopPath(reference.resolve("dropped")))
            .collectAsList();
    Row tooShort = only(dropped, "length.minimum-words");
    Row truncated = only(dropped, "truncated");
    Row noise = only(dropped, "binary");

    assertThat(tooShort.<String>getAs("source")).isEqualTo("docs/text/short.txt");
    assertThat(tooShort.<Double>getAs("value")).isEqualTo(6);
    assertThat(tooShort.<Double>getAs("threshold")).isEqualTo(50);
    assertThat(truncated.<String>getAs("source")).isEqualTo("web/cut.warc.gz");
    assertThat(truncated.<Long>getAs("offset")).isPositive();
    assertThat(truncated.<String>getAs("sha256")).hasSize(64);
    assertThat(noise.<String>getAs("source")).isEqualTo("docs/noise.txt");
    assertThat(dropped)
        .filteredOn(row -> row.<String>getAs("reason").equals("duplicate"))
        .allSatisfy(
            row -> assertThat(row.<String>getAs("detail")).startsWith("Same text as document "))
        .extracting(row -> row.<String>getAs("source"))
        .containsAnyOf("docs/text/copy.txt", "docs/text/note-000.txt")
        .containsAnyOf("web/cut.warc.gz", "web/crawl.warc.gz");
  }

  @Test
  void shouldGiveTheSameBytesWhateverThePartitions() throws Exception {
    Map<String, byte[]> expected = data(reference);
    assertThat(expected.keySet())
        .contains("words/part-00000.parquet", "vocab/vocab.txt", "vocab/tokenizer.json")
        .contains("documents/part-00000.parquet")
        .contains("examples/bert/train/shard-00004.bin", "examples/gpt/heldout/shard-00002.bin");
    for (int partitions : new int[] {1, 7}) {
      Path other =
          run(
              "partitions-" + partitions,
              DataStages.ALL,
              "corpus.partitions=" + partitions,
              "examples.bert.partitions=" + partitions,
              "examples.gpt.partitions=" + partitions,
              "examples.full.partitions=" + partitions);

      Map<String, byte[]> found = data(other);
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }
  }

  /** In one group of N tokens, neighbouring windows share one: W windows hold N + W - 1 tokens. */
  @Test
  void shouldPutEveryTokenOfTheTrainingDocumentsIntoTheGptExamples() throws IOException {
    Tokenizer tokenizer = tokenizer(reference);
    WordPieceEncoder encoder = tokenizer.encoder();
    long tokens = 0;
    for (Row document : documents(reference).where("not heldout").collectAsList()) {
      tokens += encoder.encode(document.<String>getAs("text")).length + 1;
    }
    JsonNode counts = manifest("examples/gpt").get("counts");

    assertThat(counts.get("train-tokens").asLong())
        .isEqualTo(tokens + counts.get("train-examples").asLong() - 1);
  }

  /** From each example back to the text: its tokens are those of the place that is written down. */
  @ParameterizedTest
  @ValueSource(strings = {"bert/train", "bert/heldout", "gpt/train", "full/train"})
  void shouldLeadFromEachExampleBackToTheText(String part) throws IOException {
    Tokenizer tokenizer = tokenizer(reference);
    WordPieceEncoder encoder = tokenizer.encoder();
    Map<String, String> texts = new HashMap<>();
    documents(reference)
        .collectAsList()
        .forEach(row -> texts.put(row.<String>getAs("id"), row.<String>getAs("text")));
    Path directory = reference.resolve("examples/" + part);
    Workspace workspace = new Workspace(reference.toString(), new Configuration());
    long ordinary = 0;
    long runs = 0;
    for (int shard = 0;
        Files.exists(directory.resolve("shard-%05d.bin".formatted(shard)));
        shard++) {
      Path records = directory.resolve("shard-%05d.bin".formatted(shard));
      try (ExampleShardReader reader = HadoopShardSource.open(records.toString(), workspace)) {
        for (long record = 0; record < reader.header().records(); record++) {
          for (int token : reader.read(record).tokens()) {
            ordinary += tokenizer.vocabulary().isSpecial(token) ? 0 : 1;
          }
        }
        String provenance =
            directory.resolve("provenance-%05d.parquet".formatted(shard)).toString();
        for (Row run : stages.session().read().parquet(provenance).collectAsList()) {
          Example example = reader.read(run.<Long>getAs("record"));
          int first = run.<Integer>getAs("first_token");
          int count = run.<Integer>getAs("tokens");
          String words =
              texts
                  .get(run.<String>getAs("document"))
                  .substring(run.<Integer>getAs("start"), run.<Integer>getAs("end"));

          assertThat(run.<Long>getAs("example")).isEqualTo(example.id());
          assertThat(encoder.encode(words))
              .containsSequence(Arrays.copyOfRange(example.tokens(), first, first + count));
          assertThat(encoder.encode(words).length - count).isLessThan(20); // rests of two words
          for (int i = first; i < first + count; i++) {
            ordinary -= tokenizer.vocabulary().isSpecial(example.tokens()[i]) ? 0 : 1;
          }
          runs++;
        }
      }
    }
    assertThat(runs).isGreaterThan(10);
    assertThat(ordinary).as("tokens without provenance").isZero();
  }

  @Test
  void shouldReportTheShareOfRandomSecondSegments() throws IOException {
    JsonNode counts = manifest("examples/bert").get("counts");
    double rate =
        counts.get("train-random-next").asDouble() / counts.get("train-examples").asDouble();

    long examples = 0;
    for (int longest = 8; longest <= 64; longest += 8) {
      examples += counts.get("train-examples-up-to-%05d-tokens".formatted(longest)).asLong();
    }

    assertThat(rate).isBetween(0.4, 0.75);
    assertThat(examples).isEqualTo(counts.get("train-examples").asLong());
    assertThat(stages.printed()).contains("% of the second segments are random");
    assertThat(counts.get("heldout-bytes"))
        .isEqualTo(manifest("documents").get("counts").get("heldout-bytes"));
  }

  /**
   * Takes held-out lines first, then others. With {@code -Dkindling.workdir=DIR} it takes the
   * vocabulary and the documents of a work folder that is there already.
   */
  @Test
  void shouldGiveTheIdsOfHuggingFaceOnEveryLine() throws IOException {
    String given = System.getProperty("kindling.workdir");
    Path workdir = given == null ? reference : Path.of(given);
    Tokenizer tokenizer = tokenizer(workdir);
    WordPieceEncoder encoder = tokenizer.encoder();
    List<String> lines = new ArrayList<>();
    for (Row document : documents(workdir).sort(col("heldout").desc(), col("id")).collectAsList()) {
      lines.addAll(List.of(document.<String>getAs("text").split("\n|(?<=\\.) ", -1)));
    }

    assertThat(lines).hasSizeGreaterThan(5000);
    try (HuggingFaceTokenizer huggingFace = huggingFace(workdir)) {
      for (String line : lines.subList(0, Math.min(20_000, lines.size()))) {
        assertThat(encoder.encode(line))
            .as(line)
            .isEqualTo(
                Arrays.stream(huggingFace.encode(line, false, false).getIds())
                    .mapToInt(Math::toIntExact)
                    .toArray());
      }
    }
  }

  @Test
  void shouldStopWhenTooManyRecordsAreDamaged() {
    Path workdir = folder.resolve("damaged");

    assertThatThrownBy(() -> run("damaged", DataStages.CORPUS, "corpus.max-bad-fraction=0.001"))
        .isInstanceOfSatisfying(
            KindlingException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_DATA))
        .hasMessageContaining("corpus.max-bad-fraction")
        .hasMessageContaining("web/cut.warc.gz at byte")
        .hasMessageContaining("damaged/records (Parquet)");
    assertThat(workdir.resolve("records/part-00000.parquet")).isNotEmptyFile();
    assertThat(workdir.resolve("documents")).doesNotExist();
  }

  @Test
  void shouldSayWhyNoDocumentIsLeft() {
    assertThatThrownBy(
            () -> run("none", DataStages.CORPUS, "corpus.rules={length: {minimum-words: 9999}}"))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("No document is left of")
        .hasMessageContaining("length.minimum-words=");
  }

  @Test
  void shouldNameAnUnknownRule() {
    assertThatThrownBy(() -> run("rule", DataStages.CORPUS, "corpus.rules={lenght: {}}"))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("lenght")
        .hasMessageContaining("length");
  }

  @Test
  void shouldRefuseAVocabularyThatHasChanged() throws Exception {
    Path workdir = run("changed", DataStages.ALL.subList(0, 4));
    Path file = workdir.resolve("vocab/vocab.txt");
    List<String> pieces = new ArrayList<>(Files.readAllLines(file));
    pieces.add(pieces.remove(pieces.size() - 2)); // the same length
    Files.write(file, Vocabulary.of(pieces).toBytes());

    assertThatThrownBy(() -> run("changed", DataStages.ALL))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("vocab")
        .hasMessageContaining("sha256");
  }

  @Test
  void shouldWarnAboutEmptyShardsAndStillWriteThem() throws Exception {
    Path workdir =
        run(
            "many-shards",
            DataStages.ALL,
            "examples.gpt.sequence-length=8192",
            "examples.gpt.shards=300");

    assertThat(workdir.resolve("examples/gpt/train/shard-00299.bin")).isNotEmptyFile();
    assertThat(stages.printed()).contains("warning: examples.gpt.shards = 300");
  }

  private static Row only(List<Row> rows, String reason) {
    List<Row> found =
        rows.stream().filter(row -> row.<String>getAs("reason").equals(reason)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Path run(String workdir, List<Stage> which, String... overrides) throws Exception {
    Path path = folder.resolve(workdir);
    stages.run(path.toString(), which, overrides);
    return path;
  }

  private static JsonNode manifest(String directory) throws IOException {
    return JSON.readTree(reference.resolve(directory + "/manifest.json").toFile());
  }

  private static Dataset<Row> documents(Path workdir) {
    return CorpusTables.documents(stages.session(), hadoopPath(workdir.resolve("documents")));
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static Tokenizer tokenizer(Path workdir) throws IOException {
    return TokenizerJson.read(
        Files.readAllBytes(workdir.resolve("vocab/tokenizer.json")), "tokenizer.json");
  }

  private static HuggingFaceTokenizer huggingFace(Path workdir) throws IOException {
    // The native library is unpacked here, and no server is asked for anything.
    System.setProperty("ENGINE_CACHE_DIR", folder.resolve("djl").toString());
    System.setProperty("DJL_CACHE_DIR", folder.resolve("djl").toString());
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    return HuggingFaceTokenizer.newInstance(
        Files.newInputStream(workdir.resolve("vocab/tokenizer.json")),
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
  }

  /** The bytes of all tables, shards and vocabulary files. */
  private static Map<String, byte[]> data(Path workdir) throws IOException {
    Map<String, byte[]> data = new TreeMap<>();
    for (String directory :
        List.of("records", "documents", "dropped", "edits", "words", "vocab", "examples")) {
      try (Stream<Path> files = Files.walk(workdir.resolve(directory))) {
        for (Path file : files.filter(DataStagesIT::isData).toList()) {
          data.put(workdir.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return data;
  }

  private static boolean isData(Path file) {
    String name = file.getFileName().toString();
    return name.matches(".*\\.(bin|parquet|txt)|tokenizer\\.json");
  }
}
