package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.TextEdit;
import dev.kindling.jobs.corpus.CorpusTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All searches for duplicates together, within the corpus stage. */
final class DeduplicationIT {
  private static final String SHARED =
      "All rights to this line belong to nobody, and it stands in file %d of many.";
  private static final String OWN =
      "Only file %s holds this sentence about the %s, as far as we know.";
  private static final List<String> SUBJECTS =
      List.of("moon", "sea", "desert", "forest", "river", "mountain", "island", "glacier");
  private static final String[] SEARCHES = {
    "corpus.rules={}",
    "corpus.deduplication={urls: true, near: {preset: fineweb}, paragraphs: {}, lines: {}}"
  };

  @TempDir static Path folder;
  private static DataStages stages;
  private static Path reference;

  @BeforeAll
  static void runTheStage() throws Exception {
    Path raw = folder.resolve("raw");
    RawFolder.write(raw, 5);
    Path text = raw.resolve("docs/text");
    for (int i = 0; i < SUBJECTS.size(); i++) {
      String own = "";
      for (int sentence = 0; sentence < 8; sentence++) {
        own +=
            OWN.formatted(SUBJECTS.get(i), SUBJECTS.get(i) + " " + "abcdefgh".charAt(sentence))
                + "\n";
      }
      Files.writeString(text.resolve("own-" + i + ".txt"), SHARED.formatted(i) + "\n\n" + own);
    }
    Files.writeString(text.resolve("rest.txt"), SHARED.formatted(9) + "\n\nToo little is left.");
    Files.writeString(
        text.resolve("almost.txt"), Files.readString(text.resolve("note-000.txt")) + " More.");
    stages = new DataStages(raw.toString());
    reference = run("reference");
  }

  @AfterAll
  static void stopSpark() {
    stages.close();
  }

  @Test
  void shouldLeaveOneOccurrenceOfALine() {
    List<String> texts = texts();

    assertThat(texts).filteredOn(text -> text.contains("belong to nobody")).hasSize(1);
    assertThat(texts)
        .filteredOn(text -> text.contains("Only file"))
        .hasSize(SUBJECTS.size())
        .allSatisfy(text -> assertThat(text.split("Only file", -1)).hasSize(9));
  }

  @Test
  void shouldRecordWhatWasCutSoThatItCanBeDoneAgain() {
    Map<String, List<TextEdit>> edits = new TreeMap<>();
    for (Row row : CorpusTables.edits(stages.session(), path("edits")).collectAsList()) {
      TextEdit edit =
          new TextEdit(
              row.getAs("reason"),
              Math.toIntExact(row.<Long>getAs("offset")),
              row.getAs("removed"),
              row.getAs("inserted"),
              row.getAs("value"),
              row.getAs("threshold"));
      edits.computeIfAbsent(row.getAs("id"), id -> new ArrayList<>()).add(edit);
    }
    Map<String, String> before = new TreeMap<>();
    for (Row row : CorpusTables.records(stages.session(), path("records")).collectAsList()) {
      before.put(row.getAs("id"), row.getAs("text"));
    }

    assertThat(edits.values()).anySatisfy(list -> assertThat(list.get(0).value()).isEqualTo(2));
    for (Row row : CorpusTables.documents(stages.session(), path("documents")).collectAsList()) {
      String id = row.getAs("id");
      assertThat(TextEdit.apply(before.get(id), edits.getOrDefault(id, List.of())))
          .isEqualTo(row.getAs("text"));
    }
  }

  @Test
  void shouldDropWhatIsDuplicateOrLeftTooShort() {
    List<String> reasons = new ArrayList<>();
    for (Row row : CorpusTables.dropped(stages.session(), path("dropped")).collectAsList()) {
      reasons.add(row.<String>getAs("source") + " " + row.getAs("reason"));
    }

    assertThat(reasons)
        .contains("docs/text/rest.txt repeated-paragraphs.minimum-document-characters")
        .anyMatch(reason -> reason.matches("docs/text/(copy|note-000).txt duplicate"))
        .anyMatch(reason -> reason.endsWith(" near-duplicate"));
  }

  @Test
  void shouldGiveTheSameBytesWhateverThePartitions() throws Exception {
    Map<String, byte[]> expected = data(reference);
    for (int partitions : new int[] {7}) {
      stages.session().conf().set("spark.sql.shuffle.partitions", partitions);
      Map<String, byte[]> found =
          data(run("partitions-" + partitions, "corpus.partitions=" + partitions));

      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach((file, bytes) -> assertThat(found.get(file)).as(file).isEqualTo(bytes));
    }
  }

  private static Path run(String workdir, String... overrides) throws Exception {
    Path target = folder.resolve(workdir);
    String[] all = Stream.concat(Stream.of(SEARCHES), Stream.of(overrides)).toArray(String[]::new);
    stages.run(target.toString(), DataStages.CORPUS, all);
    return target;
  }

  private static List<String> texts() {
    return CorpusTables.documents(stages.session(), path("documents")).collectAsList().stream()
        .map(row -> row.<String>getAs("text"))
        .toList();
  }

  private static org.apache.hadoop.fs.Path path(String table) {
    return new org.apache.hadoop.fs.Path(reference.resolve(table).toUri());
  }

  private static Map<String, byte[]> data(Path workdir) throws IOException {
    Map<String, byte[]> data = new TreeMap<>();
    try (Stream<Path> files = Files.walk(workdir)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
        data.put(workdir.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return data;
  }
}
