package dev.kindling.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.extract.ExtractionOptions;
import dev.kindling.corpus.read.InputFormat;
import dev.kindling.corpus.read.ReadLimits;
import dev.kindling.corpus.read.ReadOptions;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordReaderTest {
  @TempDir Path folder;

  @Test
  void shouldQuarantineAFileThatCannotBeOpenedAndReadTheNext() throws IOException {
    List<Row> rows = read("gone.txt", null, "there.txt", "Some words.");

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).<String>getAs("reason")).isEqualTo("unreadable");
    assertThat(rows.get(0).<String>getAs("id")).isEqualTo(Document.id("in/gone.txt", 0));
    assertThat(rows.get(0).<Boolean>getAs("damaged")).isTrue();
    assertThat(rows.get(1).<String>getAs("text")).isEqualTo("Some words.");
  }

  @Test
  void shouldCountCodePointsAndUtf8Bytes() throws IOException {
    String text = "aé€𝄞";

    Row row = read("a.txt", text).get(0);

    assertThat(row.<Long>getAs("characters")).isEqualTo(4);
    assertThat(row.<Long>getAs("bytes")).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  /** Names and texts in turn; a null text leaves the file out. */
  private List<Row> read(String... namesAndTexts) throws IOException {
    List<RawFile> files = new ArrayList<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      if (namesAndTexts[i + 1] != null) {
        Files.writeString(folder.resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
      }
      files.add(file(namesAndTexts[i]));
    }
    return rows(
        new RecordReader(workspace(), ReadLimits.defaults(), ExtractionOptions.defaults()), files);
  }

  private static List<Row> rows(RecordReader reader, List<RawFile> files) {
    List<Row> rows = new ArrayList<>();
    reader.call(files.iterator()).forEachRemaining(row -> rows.add(withSchema(row)));
    return rows;
  }

  private static Row withSchema(Row row) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return new GenericRowWithSchema(values, CorpusTables.RECORDS);
  }

  private RawFile file(String name) {
    return new RawFile(
        "in/" + name,
        folder.resolve(name).toUri().toString(),
        InputFormat.TEXT,
        ReadOptions.defaults(),
        0,
        0);
  }

  private Workspace workspace() {
    return new Workspace(folder.toString(), new Configuration());
  }
}
