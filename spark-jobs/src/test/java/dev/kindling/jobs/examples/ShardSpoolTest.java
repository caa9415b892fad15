package dev.kindling.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.ShardHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ShardSpoolTest {
  private static final int UNKNOWN = 1;
  private static final String SHA256 = "0".repeat(64);

  @Test
  void shouldCountWhatItWrites() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ShardSummary summary;
    try (ShardSpool spool = new ShardSpool(UNKNOWN)) {
      spool.add(Packed.example(new Example(1, new int[] {2, 1, 3, 9, 3}, 3, true)));
      spool.add(Packed.example(new Example(2, new int[] {2, 8, 3, 8, 1, 1, 3}, 3, false)));
      summary = spool.writeTo(file, ShardSpoolTest::header);
    }

    assertThat(summary).isEqualTo(new ShardSummary(2, 12, 3, 1));
    assertThat(file.size()).isEqualTo(header(2).headerBytes() + 2 * header(2).recordBytes());
  }

  @Test
  void shouldWriteAShardWithoutExamples() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ShardSpool spool = new ShardSpool(UNKNOWN)) {
      assertThat(spool.writeTo(file, ShardSpoolTest::header)).isEqualTo(ShardSummary.EMPTY);
    }

    assertThat(file.size()).isEqualTo(header(0).headerBytes());
  }

  private static ShardHeader header(long records) {
    return new ShardHeader(ExampleKind.MASKED_LANGUAGE_MODEL, 8, 100, SHA256, records);
  }
}
