package dev.kindling.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleShardTest {
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "MASKED_LANGUAGE_MODEL, 65536, 2",
    "MASKED_LANGUAGE_MODEL, 65537, 4",
    "NEXT_WORD, 65536, 2",
    "NEXT_WORD, 200000, 4"
  })
  void shouldReadWhatWasWritten(ExampleKind kind, int vocabularySize, int tokenBytes)
      throws IOException {
    ShardHeader header = new ShardHeader(kind, 16, vocabularySize, SHA256, 5);
    List<Example> examples = examples(header);
    byte[] bytes = write(header, examples);
    assertThat(header.tokenBytes()).isEqualTo(tokenBytes);
    assertThat(bytes).hasSize(header.headerBytes() + 5 * header.recordBytes());
    try (ExampleShardReader reader = ExampleShardReader.open("s", new Bytes(bytes))) {
      assertThat(reader.header()).isEqualTo(header);
      for (int i : new int[] {4, 0, 3, 1, 2}) {
        assertThat(reader.read(i)).usingRecursiveComparison().isEqualTo(examples.get(i));
      }
      assertThatThrownBy(() -> reader.read(5)).hasMessageContaining("record 5 of 5");
    }
  }

  @Test
  void shouldWriteAnEmptyShard() throws IOException {
    ShardHeader header = new ShardHeader(ExampleKind.NEXT_WORD, 16, 100, SHA256, 0);
    try (ExampleShardReader reader =
        ExampleShardReader.open("s", new Bytes(write(header, List.of())))) {
      assertThat(reader.header().records()).isZero();
    }
  }

  @Test
  void shouldFindACutAtEveryByte() throws IOException {
    byte[] bytes = small();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ExampleShardReader.open("shard-00007.bin", new Bytes(cut)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("shard-00007.bin: ")
          .hasMessageContaining(length + " bytes");
    }
  }

  @Test
  void shouldFindAFlipOfEveryBit() throws IOException {
    byte[] bytes = small();
    ShardHeader header = smallHeader();
    List<Example> expected = examples(header);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      int damagedRecord = Math.floorDiv(bit / 8 - header.headerBytes(), header.recordBytes());
      if (damagedRecord < 0) {
        assertThatThrownBy(() -> ExampleShardReader.open("f.bin", new Bytes(flipped)))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("f.bin: damaged shard header: ");
        continue;
      }
      try (ExampleShardReader reader = ExampleShardReader.open("f.bin", new Bytes(flipped))) {
        for (int i = 0; i < expected.size(); i++) {
          if (i == damagedRecord) {
            assertThatThrownBy(() -> reader.read(damagedRecord))
                .isInstanceOf(IOException.class)
                .hasMessage("f.bin: record %d of 3: its checksum does not match", damagedRecord);
          } else {
            assertThat(reader.read(i)).usingRecursiveComparison().isEqualTo(expected.get(i));
          }
        }
      }
    }
  }

  @Test
  void shouldFindRecordsThatChangedPlaces() throws IOException {
    byte[] bytes = small();
    ShardHeader header = smallHeader();
    int first = header.headerBytes();
    int second = first + header.recordBytes();
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, second, swapped, first, header.recordBytes());
    System.arraycopy(bytes, first, swapped, second, header.recordBytes());
    try (ExampleShardReader reader = ExampleShardReader.open("s", new Bytes(swapped))) {
      assertThatThrownBy(() -> reader.read(0)).hasMessageContaining("record 0 of 3");
      assertThatThrownBy(() -> reader.read(1)).hasMessageContaining("record 1 of 3");
    }
  }

  @Test
  void shouldFindAFileThatShrinksWhileItIsRead() throws IOException {
    Bytes source = new Bytes(small());
    try (ExampleShardReader reader = ExampleShardReader.open("s", source)) {
      source.readable = 100;
      assertThatThrownBy(() -> reader.read(2))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("s: record 2: the file ends at byte");
    }
    assertThat(source.closed).isTrue();
  }

  @Test
  void shouldCloseTheSourceWhenOpeningFails() {
    Bytes source = new Bytes(new byte[200]);
    assertThatThrownBy(() -> ExampleShardReader.open("s", source))
        .hasMessage("s: damaged shard header: it does not start with KNDLSHRD");
    assertThat(source.closed).isTrue();
  }

  @Test
  void shouldRefuseAnotherNumberOfRecords() throws IOException {
    ShardHeader header = smallHeader();
    List<Example> three = examples(header);
    assertThatThrownBy(() -> write(header, three.subList(0, 2)))
        .hasMessageContaining("promises 3 records, only 2");
    List<Example> four = new ArrayList<>(three);
    four.add(three.get(0));
    assertThatThrownBy(() -> write(header, four)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseExamplesThatDoNotFit() {
    ShardHeader header = smallHeader();
    assertThatThrownBy(() -> write(header, List.of(new Example(1, new int[9], 0, false))))
        .hasMessageContaining("1 to 8 tokens, got 9");
    assertThatThrownBy(() -> write(header, List.of(new Example(1, new int[] {100}, 0, false))))
        .hasMessageContaining("[0, 100), got 100");
    assertThatThrownBy(() -> write(header, List.of(new Example(1, new int[4], 4, false))))
        .hasMessageContaining("[0, 4), got 4");
  }

  @Test
  void shouldRejectHeadersOutOfRange() {
    assertThatThrownBy(() -> new ShardHeader(ExampleKind.NEXT_WORD, 0, 1, SHA256, 0))
        .hasMessageContaining("sequence length");
    assertThatThrownBy(() -> new ShardHeader(ExampleKind.NEXT_WORD, 1, 0, SHA256, 0))
        .hasMessageContaining("vocabulary size");
    assertThatThrownBy(() -> new ShardHeader(ExampleKind.NEXT_WORD, 1, 1, "abc", 0))
        .hasMessageContaining("64 lower-case hex digits, got abc");
    assertThatThrownBy(() -> new ShardHeader(ExampleKind.NEXT_WORD, 1, 1, SHA256, -1))
        .hasMessageContaining("got -1");
  }

  private static ShardHeader smallHeader() {
    return new ShardHeader(ExampleKind.MASKED_LANGUAGE_MODEL, 8, 100, SHA256, 3);
  }

  private static byte[] small() throws IOException {
    return write(smallHeader(), examples(smallHeader()));
  }

  private static List<Example> examples(ShardHeader header) {
    List<Example> examples = new ArrayList<>();
    for (int r = 0; r < header.records(); r++) {
      int[] tokens = new int[header.tokenCapacity() - r];
      Arrays.fill(tokens, header.vocabularySize() - 1 - r);
      boolean bert = header.kind() == ExampleKind.MASKED_LANGUAGE_MODEL;
      examples.add(new Example(-r * 77L, tokens, bert ? 3 : 0, bert && r % 2 == 0));
    }
    return examples;
  }

  private static byte[] write(ShardHeader header, List<Example> examples) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ExampleShardWriter writer = new ExampleShardWriter(out, header)) {
      for (Example example : examples) {
        writer.write(example);
      }
    }
    return out.toByteArray();
  }

  /** A file in memory that gives at most seven bytes a call. */
  private static final class Bytes implements ExampleShardReader.Source {
    private final byte[] bytes;
    private int readable;
    private boolean closed;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
      this.readable = bytes.length;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
      int count = Math.min(Math.min(length, 7), readable - (int) position);
      if (count <= 0) {
        return -1;
      }
      System.arraycopy(bytes, (int) position, into, offset, count);
      return count;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
