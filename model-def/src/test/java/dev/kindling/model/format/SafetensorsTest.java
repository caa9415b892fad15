package dev.kindling.model.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  private static final float[] VALUES = {1, 2, 3, 4, 5, 6, -0.0f, Float.MIN_VALUE};
  private static final List<Safetensors.Tensor> TENSORS =
      List.of(
          new Safetensors.Tensor("b.weight", List.of(2, 3), VALUES, 0),
          new Safetensors.Tensor("a.bias", List.of(2), VALUES, 6),
          new Safetensors.Tensor("empty", List.of(0, 4), VALUES, 8),
          new Safetensors.Tensor("scalar", List.of(), VALUES, 4));

  @TempDir Path folder;

  @Test
  void shouldWriteTheBytesThatTheFormatAsksFor() throws IOException {
    byte[] bytes = write(TENSORS);
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"b.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"a.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]},"
            + "\"empty\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[32,32]},"
            + "\"scalar\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[32,36]}}";
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = Math.toIntExact(buffer.getLong());
    assertThat((Long.BYTES + headerBytes) % 8).isZero();
    assertThat(headerBytes - header.length()).isBetween(0, 7);
    assertThat(new String(bytes, Long.BYTES, headerBytes, UTF_8).stripTrailing()).isEqualTo(header);
    buffer.position(Long.BYTES + headerBytes);
    for (float expected : new float[] {1, 2, 3, 4, 5, 6, -0.0f, Float.MIN_VALUE, 5}) {
      assertThat(buffer.getFloat()).isEqualTo(expected);
    }
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @Test
  void shouldReadBackWhatWasWritten() throws IOException {
    float[] large = new float[100_003]; // several chunks, the last one short
    Random random = new Random(1);
    for (int i = 0; i < large.length; i++) {
      large[i] = (float) random.nextGaussian();
    }
    Path file =
        save(
            write(
                List.of(
                    new Safetensors.Tensor("tail", List.of(99_999), large, 4),
                    new Safetensors.Tensor("naïve \"name\"", List.of(2, 2), large, 0))));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.names()).containsExactly("tail", "naïve \"name\"");
      assertThat(read.shape("naïve \"name\"")).containsExactly(2L, 2L);
      assertThat(read.read("tail")).isEqualTo(Arrays.copyOfRange(large, 4, large.length));
      assertThat(read.read("naïve \"name\"")).isEqualTo(Arrays.copyOf(large, 4));
      assertThatThrownBy(() -> read.read("absent"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file + ": tensor absent is missing");
    }
  }

  @Test
  void shouldRefuseToWriteANameTwiceOrPastTheArray() {
    Safetensors.Tensor tensor = TENSORS.get(0);
    assertThatThrownBy(() -> write(List.of(tensor, tensor)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b.weight");
    assertThatThrownBy(() -> new Safetensors.Tensor("x", List.of(3, 3), VALUES, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 9 values from 0 on, the array has 8");
  }

  @Test
  void shouldRejectAFileCutAnywhere() throws IOException {
    byte[] bytes = write(TENSORS);
    for (int length = 0; length < bytes.length; length++) {
      Path file = save(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> SafetensorsFile.open(file))
          .as("cut at byte %d", length)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void shouldRejectBytesAfterTheLastTensor() throws IOException {
    byte[] bytes = write(TENSORS);
    Path file = save(Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .hasMessageContaining("the tensors take 36 bytes, the data section has 37");
  }

  /** A flipped header byte is either refused or leaves a file whose tensors lie inside it. */
  @Test
  void shouldNeverReadOutsideAFileWithAFlippedHeaderBit() throws IOException {
    byte[] bytes = write(TENSORS);
    int headerEnd = bytes.length - 36;
    int refused = 0;
    for (int bit = 0; bit < headerEnd * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Path file = save(flipped);
      try (SafetensorsFile read = SafetensorsFile.open(file)) {
        long values = 0;
        for (String name : read.names()) {
          values += readIfFloats(read, name);
        }
        assertThat(values).as("bit %d", bit).isLessThanOrEqualTo(9);
      } catch (IOException e) {
        assertThat(e).as("bit %d", bit).hasMessageStartingWith(file.toString());
        refused++;
      }
    }
    // what may pass: other letters in names and in the metadata, a dtype of the same width
    assertThat(refused).isGreaterThan(headerEnd * 8 / 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                                                            | 0 | does not start with '{'
          ` {}`                                                                         | 0 | does not start with '{'
          {                                                                             | 0 | not valid JSON
          {} {}                                                                         | 0 | not valid JSON
          {"a":1}                                                                       | 0 | tensor a: its entry is not an object
          {"__metadata__":1}                                                            | 0 | __metadata__ is not an object
          {"__metadata__":{"k":1}}                                                      | 0 | __metadata__.k is not a string
          {"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}                        | 4 | tensor a: unknown dtype "F31"
          {"a":{"shape":[1],"data_offsets":[0,4]}}                                      | 4 | tensor a: unknown dtype
          {"a":{"dtype":"F32","data_offsets":[0,4]}}                                    | 4 | tensor a: shape is not an array
          {"a":{"dtype":"F32","shape":[1]}}                                             | 4 | tensor a: data_offsets is not an array
          {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}                       | 4 | tensor a: shape [-1] must hold whole numbers
          {"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}                      | 4 | tensor a: shape [1.0] must hold whole numbers
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}                          | 4 | tensor a: data_offsets [4] are not a begin and an end
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}                        | 4 | tensor a: data_offsets [4, 0] are not a begin and an end
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}                        | 4 | tensor a: F32 of shape [2] takes 8 bytes
          {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}    | 0 | tensor a: shape [4294967296, 4294967296] has more elements
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                        | 8 | tensor a: begins at byte 4, not at 0: it follows a hole
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | tensor b: begins at byte 4, not at 8: it overlaps
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | Duplicate field 'a'
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                        | 8 | the tensors take 4 bytes, the data section has 8
          """)
  void shouldNameTheRuleThatAHeaderBreaks(String header, int dataBytes, String message)
      throws IOException {
    Path file = save(file(header.getBytes(UTF_8), dataBytes));
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void shouldRejectAHeaderThatIsNotUtf8() throws IOException {
    byte[] header = "{\"a?\":{}}".getBytes(UTF_8);
    header[3] = (byte) 0xff;
    Path file = save(file(header, 0));
    assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("not valid UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"100000001, 100000001", "-1, 18446744073709551615"})
  void shouldRejectAHeaderLengthBeyondTheLimit(long length, String shown) throws IOException {
    byte[] bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    Path file = save(bytes);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("header of " + shown + " bytes, the format allows 100000000");
  }

  @Test
  void shouldAcceptPaddingMetadataAndOtherTypesButReadFloatsOnly() throws IOException {
    String header =
        "{\"ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[4,12]},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}     ";
    Path file = save(file(header.getBytes(UTF_8), 12));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.names()).containsExactly("w", "ids"); // in the order of the bytes
      assertThat(read.read("w")).containsExactly(0);
      assertThatThrownBy(() -> read.read("ids"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("tensor ids is of dtype I64; only F32 can be read");
    }
  }

  private static int readIfFloats(SafetensorsFile file, String name) throws IOException {
    try {
      return file.read(name).length;
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("only F32 can be read");
      return 0;
    }
  }

  private static byte[] write(List<Safetensors.Tensor> tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, tensors);
    return out.toByteArray();
  }

  private static byte[] file(byte[] header, int dataBytes) {
    return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private Path save(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("test.safetensors"), bytes);
  }
}
