package dev.kindling.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.ShardHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShardSpoolTest {
  private static final int UNKNOWN = 1;
  private static final String SHA256 = "0".repeat(64);

  @Test
  void shouldCountWhatItWrites() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ShardSpool spool = new ShardSpool(UNKNOWN, 8)) {
      spool.add(Packed.example(new Example(1, new int[] {2, 1, 3, 9, 3}, 3, true), List.of()));
      spool.add(
          Packed.example(new Example(2, new int[] {2, 8, 3, 8, 1, 1, 3}, 3, false), List.of()));
      write(spool, file);

      assertThat(spool.summary())
          .isEqualTo(new ShardSummary(2, 12, 3, 1, List.of(0L, 0L, 0L, 0L, 1L, 0L, 1L, 0L)));
    }

    assertThat(file.size()).isEqualTo(header(2).headerBytes() + 2 * header(2).recordBytes());
  }

  @Test
  void shouldWriteAShardWithoutExamples() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ShardSpool spool = new ShardSpool(UNKNOWN, 8)) {
      write(spool, file);

      assertThat(spool.summary()).isEqualTo(ShardSummary.EMPTY);
    }

    assertThat(file.size()).isEqualTo(header(0).headerBytes());
  }

  @Test
  void shouldSortLengthsIntoBinsOfEqualWidth() {
    long[] counts = new long[21]; // lengths 0 to 20
    Arrays.fill(counts, 1);

    assertThat(ShardSummary.lengths(counts)).containsExactly(3L, 3L, 2L, 3L, 2L, 3L, 2L, 3L);
    assertThat(ShardSummary.longestOfBin(0, 20)).isEqualTo(2);
    assertThat(ShardSummary.longestOfBin(7, 20)).isEqualTo(20);
  }

  private static void write(ShardSpool spool, ByteArrayOutputStream file) throws IOException {
    try (ProvenanceWriter provenance = new ProvenanceWriter(new ByteArrayOutputStream())) {
      spool.writeTo(file, ShardSpoolTest::header, provenance);
    }
  }

  private static ShardHeader header(long records) {
    return new ShardHeader(ExampleKind.MASKED_LANGUAGE_MODEL, 8, 100, SHA256, records);
  }
}
