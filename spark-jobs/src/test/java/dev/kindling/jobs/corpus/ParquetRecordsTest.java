package dev.kindling.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Quarantined;
import dev.kindling.corpus.read.InputFormat;
import dev.kindling.corpus.read.ReadLimits;
import dev.kindling.corpus.read.ReadOptions;
import dev.kindling.corpus.read.ReadResult;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ParquetRecordsTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            optional binary text (STRING); optional binary url (STRING); required int64 id;
            optional group nested { optional binary text (STRING); } optional double score;
          }
          """);
  private static final int ROWS = 3_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void shouldReadEachRowOfAllRowGroups(CompressionCodecName codec) throws IOException {
    List<ReadResult> results = read(write(codec), ReadOptions.defaults(), ReadLimits.defaults());

    assertThat(results).hasSize(ROWS);
    Document last = ((ReadResult.Accepted) results.get(ROWS - 1)).document();
    assertThat(last.text()).isEqualTo("Row 2999 of a table, größer.\nIts second line.");
    assertThat(last.offset()).isEqualTo(ROWS - 1);
    assertThat(last.uri()).isEqualTo("http://e.example/2999");
    assertThat(last.id()).isEqualTo(Document.id("in/rows.parquet", ROWS - 1));
    Quarantined withoutText = ((ReadResult.Rejected) results.get(7)).quarantined();
    assertThat(withoutText.reason()).isEqualTo("no-text");
    assertThat(withoutText.offset()).isEqualTo(7);
    assertThat(((ReadResult.Rejected) results.get(8)).quarantined().reason())
        .isEqualTo("invalid-utf-8");
  }

  @Test
  void shouldTakeIntegersAsNames() throws IOException {
    ReadOptions options = new ReadOptions("text", "id", false);
    List<ReadResult> results =
        read(write(CompressionCodecName.SNAPPY), options, ReadLimits.defaults());
    assertThat(((ReadResult.Accepted) results.get(5)).document().uri()).isEqualTo("5");
  }

  @Test
  void shouldRefuseColumnsThatAreMissingOrHoldNoText() throws IOException {
    Path file = write(CompressionCodecName.SNAPPY);
    for (String column : List.of("txet", "nested", "id", "score")) {
      assertThatThrownBy(() -> check(file, new ReadOptions(column, "url", false)))
          .isInstanceOf(KindlingException.class)
          .hasMessageContaining("corpus.inputs.in.text-column: ")
          .hasMessageContaining(column)
          .hasMessageContaining("text (string), url (string), id (int64), nested (nested)");
    }
    assertThatThrownBy(() -> check(file, new ReadOptions("text", "score", false)))
        .hasMessageContaining("corpus.inputs.in.uri-column: the column score holds neither");
    check(file, new ReadOptions("text", "id", false));
    check(Files.write(folder.resolve("no.parquet"), new byte[50]), ReadOptions.defaults());
  }

  @Test
  void shouldQuarantineOneFileWithoutTheColumn() throws IOException {
    List<ReadResult> results =
        read(
            write(CompressionCodecName.SNAPPY),
            new ReadOptions("txet", "url", false),
            ReadLimits.defaults());
    assertThat(reasons(results)).containsExactly("no-text-column");
  }

  @Test
  void shouldSkipTextsThatAreTooLong() throws IOException {
    ReadLimits limits = new ReadLimits(40, 200, 1000, 50, 30);
    assertThat(reasons(read(write(CompressionCodecName.SNAPPY), ReadOptions.defaults(), limits)))
        .contains("too-large");
  }

  @Test
  void shouldStopAtOneTextThatComesAMillionTimes() throws IOException {
    Path file = folder.resolve("bomb.parquet");
    try (ParquetWriter<Group> writer = writer(file, CompressionCodecName.ZSTD)) {
      for (int i = 0; i < 100_000; i++) {
        writer.write(
            new SimpleGroupFactory(SCHEMA)
                .newGroup()
                .append("text", "x".repeat(900))
                .append("id", 1L));
      }
    }
    List<ReadResult> results = read(file, ReadOptions.defaults(), ReadLimits.defaults());
    assertThat(results).hasSizeLessThan(100_000);
    assertThat(((ReadResult.Rejected) results.get(results.size() - 1)).quarantined().detail())
        .contains("max-decompressed-ratio");
  }

  @Test
  void shouldReadOrQuarantineWhateverIsDamaged() throws IOException {
    byte[] sound = Files.readAllBytes(write(CompressionCodecName.SNAPPY));
    SplittableRandom random = new SplittableRandom(4);
    Path file = folder.resolve("damaged.parquet");
    int rejected = 0;
    for (int i = 0; i < 240; i++) {
      byte[] bytes = damaged(sound, i, random);
      Files.write(file, bytes);
      List<ReadResult> results = read(file, ReadOptions.defaults(), ReadLimits.defaults());
      assertThat(results).as("damaged file %d", i).isNotEmpty().hasSizeLessThanOrEqualTo(2 * ROWS);
      rejected += reasons(results).contains("malformed-parquet") ? 1 : 0;
    }
    assertThat(rejected).isGreaterThan(100);
  }

  /** Cut, with bits turned over, or with extreme lengths; half of them in the footer. */
  private static byte[] damaged(byte[] sound, int number, SplittableRandom random) {
    int from = number % 2 == 0 ? 0 : sound.length - 1500;
    int at = from + random.nextInt(sound.length - from - 4);
    byte[] bytes = number % 3 == 0 ? Arrays.copyOf(sound, at) : sound.clone();
    if (number % 3 == 1) {
      bytes[at] ^= (byte) (1 << random.nextInt(8));
    } else if (number % 3 == 2) {
      for (int i = 0; i < 4; i++) {
        bytes[at + i] = (byte) (i == 3 ? 0x7f : 0xff);
      }
    }
    return bytes;
  }

  private Path write(CompressionCodecName codec) throws IOException {
    Path file = folder.resolve("rows.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer = writer(file, codec)) {
      for (int i = 0; i < ROWS; i++) {
        Group row = new SimpleGroupFactory(SCHEMA).newGroup();
        if (i == 8) {
          row.append("text", Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xff}));
        } else if (i != 7) {
          row.append("text", "Row " + i + " of a table, größer.\r\nIts second  line.");
        }
        writer.write(row.append("url", "http://e.example/" + i).append("id", (long) i));
      }
    }
    return file;
  }

  private static ParquetWriter<Group> writer(Path file, CompressionCodecName codec)
      throws IOException {
    return ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
        .withType(SCHEMA)
        .withRowGroupSize(40_000L)
        .withPageSize(5_000)
        .withCompressionCodec(codec)
        .build();
  }

  private static List<ReadResult> read(Path file, ReadOptions options, ReadLimits limits)
      throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    List<ReadResult> results = new ArrayList<>();
    try (ParquetRecords records =
        ParquetRecords.open(
            path.getFileSystem(new Configuration()),
            path,
            "in/" + file.getFileName(),
            limits,
            options)) {
      records.forEachRemaining(results::add);
    }
    return results;
  }

  private static List<String> reasons(List<ReadResult> results) {
    return results.stream()
        .filter(ReadResult.Rejected.class::isInstance)
        .map(result -> ((ReadResult.Rejected) result).quarantined().reason())
        .toList();
  }

  private void check(Path file, ReadOptions options) throws IOException {
    RawFile raw =
        new RawFile("in/rows.parquet", file.toUri().toString(), InputFormat.AUTO, options, 0, 0);
    ParquetInputs.check(
        List.of(raw), new Workspace(folder.toString(), new Configuration()), ReadLimits.defaults());
  }
}
